/// What people call the things that ids name.
public protocol Names {
    func sku(of item: ID<Item>) -> String
    func productID(of item: ID<Item>) -> String?
    func code(of location: ID<Location>) -> String
}

extension Shop: Names {
    public func sku(of item: ID<Item>) -> String { sku(ifKnown: item) ?? "" }

    public func productID(of item: ID<Item>) -> String? { stock(item)?.item.productID }

    public func code(of location: ID<Location>) -> String { self.location(location)?.code ?? "" }
}
