// Wraps pthreads: one of the few files that may say `unsafe`.
internal import CSys
internal import Glibc
internal import Synchronization

/// A thread of its own, for work that blocks; it carries its name in `top` and in crash reports.
public final class NamedThread: Sendable {
    private final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// Lets the calling thread wait: before it tries again what failed.
    public static func pause(milliseconds: Int32) { _ = poll(nil, 0, milliseconds) }

    private let handle: pthread_t
    private let isJoined = Atomic<Bool>(false)

    private init(handle: pthread_t) { self.handle = handle }

    /// Starts a thread that runs `body` once. The system shows the first 15 bytes of its name; the
    /// stack is in bytes, at least 64 KiB.
    @discardableResult
    public static func start(
        name: String, stackSize: Int = 1 << 20, body: @escaping @Sendable () -> Void
    ) -> NamedThread {
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        unsafe pthread_attr_setstacksize(&attributes, max(stackSize, 1 << 16))
        let start = unsafe Unmanaged.passRetained(Start(name: name, body: body))
        var handle = pthread_t()
        let failure = unsafe pthread_create(
            &handle, &attributes,
            { argument in
                guard let argument = unsafe argument else { return nil }
                let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                unsafe pthread_setname_np(pthread_self(), String(start.name.prefix(15)))
                start.body()
                return nil
            }, start.toOpaque())
        unsafe pthread_attr_destroy(&attributes)
        precondition(failure == 0, "no thread for \(name): error \(failure)")
        return NamedThread(handle: handle)
    }

    /// Waits until the body has returned. The second call and later ones return at once.
    public func join() {
        guard !isJoined.exchange(true, ordering: .acquiringAndReleasing) else { return }
        pthread_join(handle, nil)
    }

    deinit {
        if !isJoined.load(ordering: .acquiring) { pthread_detach(handle) }
    }
}
