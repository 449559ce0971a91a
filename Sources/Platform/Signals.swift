internal import CSys

/// What the process does about signals.
public enum Signals {
    /// Leaves SIGTERM and SIGINT to the server's loop, which drains; a peer that hangs up early
    /// and a file-size limit become errors of the call instead of ending the process.
    ///
    /// Call before any thread starts: threads take over the mask of the one that starts them.
    public static func blockTermination() {
        let failure = csys_block_termination()
        precondition(failure == 0, "signals cannot be blocked: error \(failure)")
    }
}
