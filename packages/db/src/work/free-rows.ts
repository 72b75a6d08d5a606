import { Prisma } from "../generated/client.ts";

/** Whether nobody has this work of a row in hand. `t`: the row's table in the statement; `id`: its id there. */
export const isFree = (work: string, id = Prisma.sql`t.id`): Prisma.Sql => Prisma.sql`NOT EXISTS (
  SELECT 1 FROM work_lease l WHERE l.tenant_id = t.tenant_id AND l.row_id = ${id} AND l.work = ${work} AND l.lease_until >= now())`;
