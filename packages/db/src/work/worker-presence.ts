import type { PrismaClient } from "../generated/client.ts";

type Presence = { id: string; startedAt: Date; principalArn: string | null; seenAt: Date };

type Presences = Pick<PrismaClient, "workerPresence">;

/**
 * Worker processes that renewed their presence. They are of no tenant, and so outside of its transactions.
 *
 * @param system of the role that only workers have: the principal that they tell is what all tenants' templates trust.
 */
export const workersOf = ({ workerPresence: read }: Presences, system: Presences | undefined) => {
  const written = (): Presences["workerPresence"] => {
    if (!system) throw new Error("Only a worker, which has the system database URL, tells that it lives");
    return system.workerPresence;
  };
  return {
    renew: async ({ id, seenAt, principalArn, ...created }: Presence): Promise<void> => {
      await written().upsert({
        where: { id },
        create: { id, seenAt, principalArn, ...created },
        update: { seenAt, principalArn },
      });
    },
    end: async (id: string): Promise<void> => {
      await written().deleteMany({ where: { id } });
    },
    /** Drops those that were not seen since an instant. */
    forget: async (unseenSince: Date): Promise<void> => {
      await written().deleteMany({ where: { seenAt: { lt: unseenSince } } });
    },
    countSeenSince: (at: Date): Promise<number> => read.count({ where: { seenAt: { gte: at } } }),
    /** The principal that the newest worker reads with; null if none has told. */
    newestPrincipalArn: async (): Promise<string | null> => {
      const worker = await read.findFirst({ where: { principalArn: { not: null } }, orderBy: { seenAt: "desc" } });
      return worker?.principalArn ?? null;
    },
  };
};
