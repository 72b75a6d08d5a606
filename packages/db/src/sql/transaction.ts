declare const scope: unique symbol;
/** A transaction whose app.tenant_id is set. Queries accept only this, so an unscoped read does not compile. */
export type TenantTx = { readonly [scope]: "tenant" };
/** A transaction of rolecall_system: what is due over all tenants, by id. */
export type SystemTx = { readonly [scope]: "system" };
/** A transaction of rolecall_auth: persons, memberships and sign-ins. */
export type AuthTx = { readonly [scope]: "auth" };

/** A transaction of any of the restricted roles. */
export type AnyTx = TenantTx | SystemTx | AuthTx;
