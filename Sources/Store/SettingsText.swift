public import Domain

/// A tenant's settings as a column: `name=value` separated by spaces; what is unset is left out.
public enum SettingsText {
    public static func text(_ settings: Settings) -> String {
        var fields: [(String, String?)] = [
            ("cart", "\(settings.ttlSeconds.cart)"),
            ("checkout", "\(settings.ttlSeconds.checkout)"),
            ("abandoned_cart", "\(settings.ttlSeconds.abandonedCart)"),
            ("order", settings.ttlSeconds.order.map { "\($0)" }),
            ("holder_limit", settings.holderLimit.map { "\($0)" }),
            ("display_cap", settings.displayCap.map { "\($0)" }),
        ]
        fields += [
            ("deduct", settings.deduction.rawValue),
            ("low_stock_threshold", "\(settings.lowStockThreshold)"),
            ("source_selection", settings.sourceSelection.rawValue),
            ("currency", settings.currency), ("time_zone", settings.timeZone),
            ("version", "\(settings.version)"),
        ]
        return fields.compactMap { name, value in value.map { "\(name)=\($0)" } }
            .joined(separator: " ")
    }

    public static func settings(_ text: String) throws(StoreError) -> Settings {
        let fields = try fields(text)
        let usual = Settings()
        var ttl = Settings.TimesToLive()
        ttl.cart = try number(fields["cart"]) ?? ttl.cart
        ttl.checkout = try number(fields["checkout"]) ?? ttl.checkout
        ttl.abandonedCart = try number(fields["abandoned_cart"]) ?? ttl.abandonedCart
        ttl.order = try number(fields["order"])
        return Settings(
            ttlSeconds: ttl, holderLimit: try number(fields["holder_limit"]),
            displayCap: try number(fields["display_cap"]),
            deduction: try word(fields["deduct"]) ?? usual.deduction,
            lowStockThreshold: try number(fields["low_stock_threshold"])
                ?? usual.lowStockThreshold,
            sourceSelection: try word(fields["source_selection"]) ?? usual.sourceSelection,
            currency: fields["currency"].map { String($0) } ?? usual.currency,
            timeZone: fields["time_zone"].map { String($0) } ?? usual.timeZone,
            version: try number(fields["version"]) ?? usual.version)
    }

    private static func fields(_ text: String) throws(StoreError) -> [Substring: Substring] {
        var fields: [Substring: Substring] = [:]
        for field in text.split(separator: " ") {
            let pair = field.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, names.contains(pair[0]),
                fields.updateValue(pair[1], forKey: pair[0]) == nil
            else { throw corrupt }
        }
        return fields
    }

    private static let names: Set<Substring> = [
        "cart", "checkout", "abandoned_cart", "order", "holder_limit", "display_cap", "deduct",
        "low_stock_threshold", "source_selection", "currency", "time_zone", "version",
    ]

    private static func word<Word: RawRepresentable>(
        _ text: Substring?
    ) throws(StoreError) -> Word? where Word.RawValue == String {
        guard let text else { return nil }
        guard let word = Word(rawValue: String(text)) else { throw corrupt }
        return word
    }

    private static func number(_ text: Substring?) throws(StoreError) -> Int64? {
        guard let text else { return nil }
        guard let value = Int64(text) else { throw corrupt }
        return value
    }

    private static var corrupt: StoreError { .corrupt(table: "tenant", key: "settings") }
}

/// Allocation policies as a column: one a line, its fields separated by tabs, in millionths;
/// what is not there is empty.
public enum PoliciesText {
    public static func text(_ policies: [AllocationPolicy]) -> String {
        policies.map { policy in
            [
                policy.channel.name, policy.sku ?? "", policy.category ?? "",
                "\(policy.share.millionths)", policy.buffer.map { "\($0.millionths)" } ?? "",
            ].joined(separator: "\t")
        }.joined(separator: "\n")
    }

    public static func policies(_ text: String) throws(StoreError) -> [AllocationPolicy] {
        var policies: [AllocationPolicy] = []
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            let buffer = fields.last.flatMap(fraction)
            guard fields.count == 5, let share = fraction(fields[3]),
                fields[4].isEmpty || buffer != nil
            else { throw .corrupt(table: "tenant", key: "policies") }
            policies.append(
                AllocationPolicy(
                    channel: Channel(String(fields[0])), sku: present(fields[1]),
                    category: present(fields[2]), share: share, buffer: buffer))
        }
        return policies
    }

    private static func fraction(_ text: Substring) -> Fraction? {
        Int64(text).flatMap { Fraction(millionths: $0) }
    }

    private static func present(_ text: Substring) -> String? {
        text.isEmpty ? nil : String(text)
    }
}
