import type { AuthTx, SystemTx, TenantTx } from "../sql/transaction.ts";
import type { QueriedTenant } from "./queried-tenant.ts";

/** Asks one query of a tenant that has rows for it. */
type Ask<Tx> = (tx: Tx, of: QueriedTenant) => unknown;

/** How a query is asked: more than once, where it writes its statement in more than one way. */
export type Case = Ask<TenantTx> | readonly Ask<TenantTx>[] | { asSystem: Ask<SystemTx> } | { asAuth: Ask<AuthTx> };

/** A case for each query of an area; one without a case does not compile. */
export type CasesOf<Area> = {
  readonly [Name in keyof Area as Area[Name] extends (...args: never[]) => unknown ? Name : never]: Case;
};
