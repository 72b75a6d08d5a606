import { modelsOf } from "@rolecall/db/testing";
import { createConsumer, handled, type Producer } from "@rolecall/jobs";
import { onTestFinished } from "vitest";
import { connectCustomer } from "../emulated-customer-fixture.ts";
import { queueProducer, testDeps } from "../testing/index.ts";
import { WORKS } from "./register.ts";
import { sweep } from "./sweep.ts";

/** Years before the clocks of all other tests, so that nothing of theirs is due in these sweeps. */
export const NOW = new Date("2020-01-06T00:00:00Z");
export const HOUR_MS = 3_600_000;

type Taken = { name: string; payload: { tenantId: string; scanId?: string; reportId?: string; connectionId?: string } };

/** A customer whose account is due, at a clock of this file's own, and a real queue that nobody else sees. */
export async function dueCustomer() {
  const queue = queueProducer();
  const customer = await connectCustomer();
  let now = NOW;
  const deps = { ...customer.deps, ...testDeps({ now: () => now, jobs: queue.producer as Producer }) };
  const { tenantId, accountId, connectionId } = customer;
  const due = { nextScanAt: NOW };
  await deps.db.inTenant(tenantId, (tx) => modelsOf(tx).awsAccount.updateMany({ where: { id: accountId }, data: due }));
  return {
    ...customer,
    deps,
    ctx: { ...customer.ctx, ...deps },
    queue,
    sweep: () => sweep(deps),
    at: (instant: Date) => {
      now = instant;
    },
    scans: () =>
      deps.db.inTenant(tenantId, (tx) =>
        modelsOf(tx).scan.findMany({ where: { accountId }, orderBy: { requestedAt: "asc" } }),
      ),
    reports: () => deps.db.inTenant(tenantId, (tx) => modelsOf(tx).report.findMany()),
    connection: () =>
      deps.db.inTenant(tenantId, (tx) => modelsOf(tx).connection.findFirstOrThrow({ where: { id: connectionId } })),
  };
}

/** Takes this tenant's jobs from the queue and remembers them; a job of the same key is another run. */
export async function take({ queue, tenantId }: Awaited<ReturnType<typeof dueCustomer>>): Promise<Taken[]> {
  const taken: Taken[] = [];
  const remembered = WORKS.map(({ job }) =>
    handled(job, async (given) => {
      const payload: Taken["payload"] = given;
      if (payload.tenantId === tenantId) taken.push({ name: job.name, payload });
    }),
  );
  const consumer = createConsumer(queue.queueUrl, remembered, {
    namespace: queue.namespace,
    onError: () => undefined,
  });
  onTestFinished(() => consumer.close({ timeoutMs: 0 }));
  await consumer.ready;
  return taken;
}
