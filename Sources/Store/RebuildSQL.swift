/// What is read at the start: the same in every store.
public enum RebuildSQL {
    public static let tenants = """
        SELECT id, name, plan, created_at, settings, policies, position
          FROM tenant
         ORDER BY id
        """

    public static let keys = """
        SELECT id, tenant_id, name, kind, digest, prefix, scopes, allowed_origins, created_at,
               expires_at
          FROM api_key
        """

    public static let locations = """
        SELECT id, code, name, priority, channels, address, is_active, version
          FROM location
         WHERE tenant_id = ?1
        """

    public static let items = """
        SELECT id, sku, product_id, category, low_stock_threshold, backorder, components,
               is_active, version
          FROM item
         WHERE tenant_id = ?1
           AND deleted_at IS NULL
         ORDER BY id
        """

    public static let levels = """
        SELECT item_id, location_id, on_hand, reserved, committed, unavailable, incoming,
               safety_stock, soft
          FROM stock_level
         WHERE tenant_id = ?1
         ORDER BY item_id, location_id
        """

    public static let openReservations = """
        SELECT id, state, kind, holder, is_session, channel, lines, created_at, expires_at,
               ended_at, order_id, replaces, replaced_by, metadata, version, cart_began
          FROM reservation
         WHERE tenant_id = ?1
           AND is_open = 1
         ORDER BY id
        """
}
