import Domain

/// Goods that went from one location to another.
enum TransferCode {
    static func write(_ transfer: Transfer, to bytes: inout [UInt8]) {
        bytes.append(number: transfer.id.rawValue)
        bytes.append(number: transfer.from.rawValue)
        bytes.append(number: transfer.to.rawValue)
        bytes.append(count: transfer.state.rawValue)
        bytes.append(transfer.lines) { line, bytes in
            bytes.append(number: line.item.rawValue)
            bytes.append(number: line.quantity)
            bytes.append(number: line.received)
            bytes.append(number: line.damaged)
        }
        bytes.append(text: transfer.reference)
        bytes.append(number: transfer.createdAt.milliseconds)
    }

    static func read(_ reader: inout ChangesReader) throws(StoreError) -> Transfer {
        let id = ID<Transfer>(rawValue: try reader.number())
        let from = ID<Location>(rawValue: try reader.number())
        let to = ID<Location>(rawValue: try reader.number())
        guard let number = Int(exactly: try reader.whole()),
            let state = Transfer.State(rawValue: number)
        else { throw reader.corrupt }
        let lines = try reader.list(of: 4, line)
        let reference = try reader.optionalText()
        return Transfer(
            id: id, from: from, to: to, state: state, lines: lines, reference: reference,
            createdAt: Timestamp(milliseconds: try reader.number()))
    }

    private static func line(_ reader: inout ChangesReader) throws(StoreError) -> Transfer.Line {
        let item = ID<Item>(rawValue: try reader.number())
        let quantity = try reader.units()
        let received = try reader.units()
        return Transfer.Line(
            item: item, quantity: quantity, received: received, damaged: try reader.units())
    }
}
