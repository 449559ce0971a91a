import Domain

/// A change of the catalog, whole: its kind, then what it carries.
enum CatalogCode {
    /// A kind and an id.
    static let lengthMinimum = 2

    /// The numbers are stored: a released one never changes.
    private enum Kind: UInt8 {
        case item = 1
        case itemDeleted, location, settings, policies, tenant, key, keyDeleted, transfer
    }

    static func write(_ change: CatalogChange, to bytes: inout [UInt8]) {
        switch change {
        case .item(let item, let profile, let isNew):
            bytes.append(Kind.item.rawValue)
            bytes.append(flag: isNew)
            ItemCode.write(item, to: &bytes)
            ItemCode.write(profile, to: &bytes)
        case .itemDeleted(let id):
            bytes.append(Kind.itemDeleted.rawValue)
            bytes.append(number: id.rawValue)
        case .location(let location, let isNew):
            bytes.append(Kind.location.rawValue)
            bytes.append(flag: isNew)
            LocationCode.write(location, to: &bytes)
        case .settings(let settings):
            bytes.append(Kind.settings.rawValue)
            SettingsCode.write(settings, to: &bytes)
        case .policies(let policies):
            bytes.append(Kind.policies.rawValue)
            bytes.append(policies) { SettingsCode.write($0, to: &$1) }
        case .tenant(let tenant, let main, let keys):
            bytes.append(Kind.tenant.rawValue)
            KeyCode.write(tenant, to: &bytes)
            LocationCode.write(main, to: &bytes)
            bytes.append(keys) { KeyCode.write($0, to: &$1) }
        case .key(let key):
            bytes.append(Kind.key.rawValue)
            KeyCode.write(key, to: &bytes)
        case .keyDeleted(let id):
            bytes.append(Kind.keyDeleted.rawValue)
            bytes.append(number: id.rawValue)
        case .transfer(let transfer):
            bytes.append(Kind.transfer.rawValue)
            TransferCode.write(transfer, to: &bytes)
        }
    }

    static func read(_ reader: inout ChangesReader) throws(StoreError) -> CatalogChange {
        guard let kind = Kind(rawValue: try reader.byte()) else { throw reader.corrupt }
        switch kind {
        case .item:
            let isNew = try reader.flag()
            let item = try ItemCode.item(&reader)
            return .item(item, try ItemCode.profile(&reader), isNew: isNew)
        case .itemDeleted: return .itemDeleted(ID(rawValue: try reader.number()))
        case .location:
            let isNew = try reader.flag()
            return .location(try LocationCode.read(&reader), isNew: isNew)
        case .settings: return .settings(try SettingsCode.settings(&reader))
        case .policies: return .policies(try reader.list(of: 5, SettingsCode.policy))
        case .tenant:
            let tenant = try KeyCode.tenant(&reader)
            let main = try LocationCode.read(&reader)
            return .tenant(tenant, main, try reader.list(of: 10, KeyCode.key))
        case .key: return .key(try KeyCode.key(&reader))
        case .keyDeleted: return .keyDeleted(ID(rawValue: try reader.number()))
        case .transfer: return .transfer(try TransferCode.read(&reader))
        }
    }
}
