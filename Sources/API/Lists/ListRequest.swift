internal import HTTP
internal import Store

/// Which part of a list is asked for, and in which order.
struct ListRequest: Sendable {
    static let limitDefault = 50
    static let limitMaximum = 200

    /// Rows of one page.
    let limit: Int
    /// The field that the list is sorted by.
    let field: String
    let isDescending: Bool
    /// The last row of the page before; nil at the beginning.
    let after: Cursor.Key?
    private let scope: Cursor.Scope
    private let secret: [UInt8]
    /// The path as it was sent, without its query.
    private let path: String
    private let pairs: [(name: String, value: String)]

    /// `sorts` are the fields that the list can be sorted by, the default first; that one may
    /// begin with `-`. What is refused is `invalid_parameter` or `invalid_cursor`.
    init(_ context: Context, sorts: [String]) throws(Problem) {
        let query = context.query
        limit =
            try Parameters.integer(
                "limit", in: query, 1...Int64(Self.limitMaximum)
            ).map { Int($0) } ?? Self.limitDefault
        let sort = query.first("sort") ?? sorts.first ?? ""
        let fields = sorts.map(Self.fieldName)
        field = Self.fieldName(sort)
        isDescending = sort.hasPrefix("-")
        guard fields.contains(field) else {
            throw .parameter("sort", "This list is sorted by \(fields.joined(separator: ", ")).")
        }
        pairs = Self.pairs(of: query)
        let filters = pairs.filter { $0.name != "limit" && $0.name != "sort" }
        scope = Cursor.Scope(
            tenant: context.tenant, route: context.route.path.text,
            filters: filters.sorted { ($0.name, $0.value) < ($1.name, $1.value) }
                .flatMap { [$0.name, $0.value] },
            sort: sort)
        secret = context.services.secret
        let target = context.request.rawTarget
        path = String(decoding: target.prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self)
        guard let text = query.first("cursor") else {
            after = nil
            return
        }
        guard let key = Cursor.open(text, for: scope, secret: secret) else {
            throw Problem(.invalidCursor, "The cursor is not one of this list.")
        }
        after = key
    }

    /// The order of a list that is sorted by a number, for one row more than the page has, which
    /// says whether another page follows.
    var byNumber: PageOrder<Int64> {
        PageOrder(after: after?.number, isDescending: isDescending, limit: limit + 1)
    }

    func cursor(after key: Cursor.Key) -> String {
        Cursor.seal(key, for: scope, secret: secret)
    }

    /// The `Link` header's value for the page at `cursor`.
    func link(to cursor: String) -> String {
        let query = (pairs + [("cursor", cursor)]).map { pair in
            PercentEncoding.encode(pair.name) + "=" + PercentEncoding.encode(pair.value)
        }
        return "<\(path)?\(query.joined(separator: "&"))>; rel=\"next\""
    }

    private static func fieldName(_ sort: String) -> String {
        sort.hasPrefix("-") ? String(sort.dropFirst()) : sort
    }

    /// The query without the place in the list and without a credential.
    private static func pairs(of query: Query) -> [(name: String, value: String)] {
        var seen: Set<String> = []
        return query.names.filter { seen.insert($0).inserted && $0 != "cursor" && $0 != "key" }
            .flatMap { name in query.all(name).map { (name, $0) } }
    }
}

extension ListRequest {
    /// What every list takes, for the reference.
    ///
    static func parameters(sortedBy fields: String...) -> [QueryParameter] {
        [
            QueryParameter(
                "limit", "Rows of one page.", .integer(min: 1, max: Int64(limitMaximum))),
            QueryParameter(
                "cursor", "Where the list goes on: `next_cursor` of the page before.",
                .string(min: 1)),
            QueryParameter(
                "sort", "What the list is sorted by.", .oneOf(fields + fields.map { "-" + $0 })),
        ]
    }
}
