import API
import Domain
import Platform
import Store

/// `holdfast keys`: lists the keys of a data folder, or makes a new one, while no server runs.
struct Keys {
    let configuration: Configuration

    init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    func run() {
        let store = Database.open(configuration).store
        do {
            let known = try store.residents()
            let now = ServerClock(notBefore: known.clockMark).now()
            let start = FirstStart(
                configuration: configuration, now: now, added: configuration.newKey.map(make))
            let residents = try start.prepare(store, known)
            for key in residents.keys.values.sorted(by: { $0.id < $1.id }) {
                Output.line("\(key.prefix)…  \(key.kind.rawValue)  \(key.name)")
            }
        } catch {
            Database.end(error)
        }
    }

    /// Makes a key of a kind and prints it, this once.
    private func make(_ kind: APIKey.Kind) -> KeyRequest {
        let made = KeyText(kind: kind)
        Output.line("\(kind.rawValue) key: \(made.text)")
        return KeyRequest(
            name: "made by holdfast keys", kind: kind, digest: made.digest,
            prefix: made.shownPrefix, scopes: [])
    }
}
