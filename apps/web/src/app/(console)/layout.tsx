import { type ReactNode, Suspense } from "react";
import { ConsoleShell } from "../../rooms/shell/console-shell.tsx";
import { ReplayBar } from "../../rooms/shell/replay-bar.tsx";
import { serverApi } from "../../server/api.ts";
import { requireSession } from "../../server/session.ts";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { name, email, tenantId, tenantName, tenants } = await requireSession();
  const notice = (
    <Suspense>
      <ReplayOfTenant />
    </Suspense>
  );
  return (
    <ConsoleShell viewer={{ name, email, tenantId, tenantName, tenants }} notice={notice}>
      {children}
    </ConsoleShell>
  );
}

/** Nothing, once the history is whole. */
async function ReplayOfTenant() {
  const replay = await (await serverApi()).metrics.replay({});
  return replay && <ReplayBar replay={replay} />;
}
