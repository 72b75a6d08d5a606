import type { ReactNode } from "react";
import { requireSession } from "../../server/session.ts";
import { ConsoleShell } from "./shell/console-shell.tsx";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { name, email, tenantId, tenantName, tenants } = await requireSession();
  return <ConsoleShell viewer={{ name, email, tenantId, tenantName, tenants }}>{children}</ConsoleShell>;
}
