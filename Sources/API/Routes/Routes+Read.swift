extension Routes {
    /// Everything that only looks.
    static let readSide: [Route] =
        ItemReads.routes + LocationReads.routes + StockReads.routes + MovementReads.routes
        + TransferReads.routes + ReservationReads.routes + SettingsReads.routes + KeyReads.routes
        + EventReads.routes + HealthReads.routes + DemoReads.routes
}
