import type { PrismaClient } from "../generated/client.ts";

type Presence = { id: string; startedAt: Date; principalArn: string | null; seenAt: Date };

/** Worker processes that renewed their presence. They are of no tenant, and so outside of its transactions. */
export const workersOf = ({ workerPresence }: Pick<PrismaClient, "workerPresence">) => ({
  renew: async ({ id, seenAt, principalArn, ...created }: Presence): Promise<void> => {
    await workerPresence.upsert({
      where: { id },
      create: { id, seenAt, principalArn, ...created },
      update: { seenAt, principalArn },
    });
  },
  end: async (id: string): Promise<void> => {
    await workerPresence.deleteMany({ where: { id } });
  },
  /** Drops those that were not seen since an instant. */
  forget: async (unseenSince: Date): Promise<void> => {
    await workerPresence.deleteMany({ where: { seenAt: { lt: unseenSince } } });
  },
  countSeenSince: (at: Date): Promise<number> => workerPresence.count({ where: { seenAt: { gte: at } } }),
  /** The principal that the newest worker reads with; null if none has told. */
  newestPrincipalArn: async (): Promise<string | null> => {
    const worker = await workerPresence.findFirst({
      where: { principalArn: { not: null } },
      orderBy: { seenAt: "desc" },
    });
    return worker?.principalArn ?? null;
  },
});
