internal import HTTP

/// The reference as one page, without scripts.
struct ReferencePage {
    let routes: [Route]

    static let style = """
        body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem;
            padding: 0 1rem; color: #1c1c1c; background: #fff; }
        h2 { border-bottom: 1px solid #ccc; margin-top: 3rem; }
        code { font: 14px ui-monospace, monospace; }
        section { margin: 1.5rem 0; }
        table { border-collapse: collapse; }
        th, td { text-align: left; padding: 0.1rem 1rem 0.1rem 0; vertical-align: top; }
        @media (prefers-color-scheme: dark) { body { color: #ddd; background: #181818; } }
        """

    func html() -> [UInt8] {
        var text = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Holdfast: the API</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <link rel="stylesheet" href="/docs/style.css"></head><body>
            <h1>Holdfast: the API</h1>
            <p>The same as data: <a href="/openapi.json">/openapi.json</a>.</p>

            """
        var tags: [String] = []
        for route in routes where !tags.contains(route.tag) { tags.append(route.tag) }
        for tag in tags {
            text += "<h2>\(Self.escaped(tag))</h2>\n"
            for route in routes where route.tag == tag { text += Self.section(route) }
        }
        return Array((text + "</body></html>\n").utf8)
    }

    private static func section(_ route: Route) -> String {
        var text = """
            <section><h3><code>\(route.method.name) \(escaped(route.path.text))</code></h3>
            <p>\(escaped(route.summary)) \(access(route.access))</p>

            """
        if !route.query.isEmpty {
            text += table(
                "Query", route.query.map { (name: $0.name, type: "", detail: $0.summary) })
        }
        switch route.body {
        case .none: break
        case .json(let schema), .optionalJSON(let schema):
            text += table("Body", rows(of: schema))
        }
        for answer in route.answers {
            text += table(
                "\(answer.status): \(answer.summary)", answer.schema.map(rows) ?? [])
        }
        return text + "</section>\n"
    }

    private static func access(_ access: Access) -> String {
        switch access {
        case .open: "Needs no key."
        case .secret(let scope): "Scope <code>\(scope.rawValue)</code>."
        case .publishable(let scope), .door(let scope):
            "A publishable key, or scope <code>\(scope.rawValue)</code>."
        case .local(let scope): "From this machine, or scope <code>\(scope.rawValue)</code>."
        case .root: "The root key."
        }
    }

    private static func rows(
        of schema: Schema
    ) -> [(name: String, type: String, detail: String)] {
        switch schema {
        case .named(_, let inner), .nullable(let inner): rows(of: inner)
        case .anyOf(let schemas): schemas.flatMap(rows)
        case .object(let properties):
            properties.map { property in
                (property.name, type(of: property.schema), property.isRequired ? "required" : "")
            }
        case .string, .oneOf, .integer, .number, .boolean, .array, .map, .anything: []
        }
    }

    private static func type(of schema: Schema) -> String {
        switch schema {
        case .string: "string"
        case .oneOf(let words): words.joined(separator: " | ")
        case .integer: "integer"
        case .number: "number"
        case .boolean: "boolean"
        case .array(let element, _, _): "array of " + type(of: element)
        case .object(let properties): "{" + properties.map(\.name).joined(separator: ", ") + "}"
        case .map(let value): "object of " + type(of: value)
        case .anything: "object"
        case .nullable(let inner): type(of: inner) + " | null"
        case .anyOf(let schemas): schemas.map(type).joined(separator: " | ")
        case .named(let name, _): name
        }
    }

    private static func table(
        _ title: String, _ rows: [(name: String, type: String, detail: String)]
    ) -> String {
        var text = "<h4>\(escaped(title))</h4>\n"
        guard !rows.isEmpty else { return text }
        text += "<table>\n"
        for row in rows {
            text += "<tr><th><code>\(escaped(row.name))</code></th>"
            text += "<td>\(escaped(row.type))</td><td>\(escaped(row.detail))</td></tr>\n"
        }
        return text + "</table>\n"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case _: result.append(character)
            }
        }
        return result
    }
}
