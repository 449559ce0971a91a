/// Asks the same thing again and again with other numbers, and counts what was not expected.
struct RepeatedRequest: Traffic {
    private let template: RequestTemplate
    private let expected: Int
    private var picker: Picker
    private var key = 0

    /// Answers whose status was another.
    private(set) var wrong = 0

    /// The first of those.
    private(set) var surprise: String?

    init(_ template: RequestTemplate, picker: Picker, expected: Int) {
        self.template = template
        self.picker = picker
        self.expected = expected
    }

    mutating func ask(on connection: Int, into bytes: inout [UInt8]) -> Bool {
        key &+= 1
        template.append(to: &bytes, key: key, picker: &picker)
        return true
    }

    mutating func heard(on connection: Int, status: Int, body: Span<UInt8>) {
        guard status != expected else { return }
        wrong += 1
        guard surprise == nil else { return }
        let start = body.indices.prefix(300).map { body[$0] }
        surprise = "\(status) \(String(decoding: start, as: UTF8.self))"
    }
}
