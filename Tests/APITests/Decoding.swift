import JSON

@testable import API

/// Decodes a text as a route would.
enum Decoding {
    struct Found: Equatable {
        let status: Int
        let code: String
        let field: String?
    }

    static func problem<Value>(
        _ text: String, _ decode: (inout JSONReader) throws -> Value
    ) -> Found? {
        do {
            var reader = try JSONReader(Array(text.utf8))
            _ = try decode(&reader)
            return nil
        } catch let error as JSONError {
            return found(Problem(error))
        } catch let problem as Problem {
            return found(problem)
        } catch {
            return Found(status: 500, code: "\(error)", field: nil)
        }
    }

    static func value<Value>(
        _ text: String, _ decode: (inout JSONReader) throws -> Value
    ) throws -> Value {
        var reader = try JSONReader(Array(text.utf8))
        return try decode(&reader)
    }

    private static func found(_ problem: Problem) -> Found {
        Found(
            status: problem.status, code: problem.code.rawValue,
            field: problem.errors.first?.field)
    }
}
