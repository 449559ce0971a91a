import API
import Domain
import Platform
import SQLiteStore
import Store

/// `holdfast keys`: lists the keys of a data folder, or makes a new one, while no server runs.
struct Keys {
    let configuration: Configuration

    init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    func run() {
        let store = Database.open(configuration)
        do {
            let known = try store.residents()
            var settings = configuration
            if let kind = configuration.newKey {
                let made = KeyText(kind: kind == "publishable" ? .publishable : .secret)
                if kind == "publishable" {
                    settings.publishableKey = made.text
                } else {
                    settings.rootKey = made.text
                }
                Output.line("\(kind) key: \(made.text)")
            }
            let now = ServerClock(notBefore: known.clockMark).now()
            let residents = try FirstStart(configuration: settings, now: now)
                .prepare(store, known)
            for key in residents.keys.values.sorted(by: { $0.id < $1.id }) {
                Output.line("\(key.prefix)…  \(key.kind.rawValue)  \(key.name)")
            }
        } catch {
            Database.end(error)
        }
    }
}
