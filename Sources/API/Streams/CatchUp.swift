internal import Domain
internal import HTTP
internal import Store

/// Reads one page of the event log for a stream that is behind.
enum CatchUp {
    /// Bytes of a page, but for the last entry of it.
    static let bytesMaximum = 48 << 10
    private static let entriesMaximum = 500

    struct Page: Sendable {
        /// Names the stream that asked.
        let token: UInt64
        let content: Content
    }

    enum Content: Sendable {
        /// What follows; `examined` is the last position of it, `head` the log's last one.
        case entries([StreamedEntry], examined: Int64, head: Int64)
        /// What follows is not kept any more, or never was.
        case gone(head: Int64)
        case failed
    }

    /// `results` gets one page, whatever becomes of the job.
    static func job(
        token: UInt64, after position: Int64, _ results: Mailbox<Page>
    ) -> Query.Job {
        { context in
            do {
                let content = try read(after: position, context)
                results.post(Page(token: token, content: content))
            } catch {
                results.post(Page(token: token, content: .failed))
                throw error
            }
            // Nobody waits for it: the page is what was asked for.
            return Response(status: 200)
        }
    }

    private static func read(
        after position: Int64, _ context: ReadContext
    ) throws -> Content {
        let (tenant, snapshot) = (context.tenant, context.snapshot)
        let head = try HeadQueries.position(of: tenant, in: snapshot)
        guard position < head else { return .entries([], examined: position, head: head) }
        guard let oldest = try EventQueries.oldest(of: tenant, in: snapshot),
            position + 1 >= oldest
        else { return .gone(head: head) }
        let page = try EventQueries.page(
            after: position, limit: entriesMaximum, of: tenant, in: snapshot)
        var entries: [StreamedEntry] = []
        var bytes = 0
        for placed in page.entries where bytes < bytesMaximum {
            entries.append(StreamedEntry(placed.entry, at: placed.position))
            bytes += placed.entry.body.count + 64
        }
        return .entries(entries, examined: entries.last?.position ?? page.examined, head: head)
    }
}
