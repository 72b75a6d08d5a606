import { Prisma } from "../generated/client.ts";

/** Whether a migration `m` is still to be done, so that it can be late: its user is there, and nobody has excepted it. */
export const STILL_TO_DO = Prisma.sql`m.stage NOT IN ('removed', 'verified', 'retired', 'excepted')`;
