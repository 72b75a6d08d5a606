import type { ReactNode } from "react";
import { ConsoleShell } from "../../rooms/shell/console-shell.tsx";
import { requireSession } from "../../server/session.ts";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { name, email, tenantId, tenantName, tenants } = await requireSession();
  return <ConsoleShell viewer={{ name, email, tenantId, tenantName, tenants }}>{children}</ConsoleShell>;
}
