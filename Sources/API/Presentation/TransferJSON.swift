internal import Domain
internal import JSON

/// A transfer as the API shows it.
enum TransferJSON {
    static func write(
        _ transfer: Transfer, to writer: inout JSONWriter, names: some Names
    ) {
        writer.object { writer in
            writer.field("id", transfer.id)
            writer.field("state", transfer.state.word)
            writer.field("from", names.code(of: transfer.from))
            writer.field("to", names.code(of: transfer.to))
            writer.field("lines") { writer in
                writer.array { writer in
                    for line in transfer.lines { write(line, to: &writer, names: names) }
                }
            }
            writer.field("reference", transfer.reference)
            writer.field("created_at", transfer.createdAt)
        }
    }

    private static func write(
        _ line: Transfer.Line, to writer: inout JSONWriter, names: some Names
    ) {
        writer.object { writer in
            writer.field("sku", names.sku(of: line.item))
            writer.field("quantity", line.quantity)
            writer.field("received", line.received)
            writer.field("damaged", line.damaged)
        }
    }
}

extension Transfer.State {
    /// The word of the API.
    var word: String {
        switch self {
        case .done: "done"
        }
    }
}
