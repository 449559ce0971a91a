internal import Domain
internal import JSON

/// The corrections that make the books balance, made or, on a dry run, to be made.
enum RepairJSON {
    static func write(
        _ movements: [Movement], dryRun: Bool, to writer: inout JSONWriter,
        names: some Names
    ) {
        writer.object { writer in
            writer.field("dry_run", dryRun)
            writer.field("movements") { writer in
                writer.array { writer in
                    for movement in movements {
                        MovementJSON.write(movement, to: &writer, names: names)
                    }
                }
            }
        }
    }
}
