import { Box } from "@mantine/core";
import { PageHeader, SegmentedLinks } from "@rolecall/ui";
import type { ReactNode } from "react";

const TABS = [
  { href: "/settings", label: "Organisation" },
  { href: "/settings/rotation-policies", label: "Rotation policies" },
  { href: "/settings/api-tokens", label: "API tokens" },
  { href: "/settings/audit-log", label: "Audit log" },
] as const;

type Props = { current: (typeof TABS)[number]["href"]; title: string; description: string; actions?: ReactNode };

/** Head of a settings page, with links to the others. */
export function SettingsHeader({ current, title, description, actions }: Props) {
  return (
    <>
      <PageHeader
        title={title}
        description={description}
        actions={actions}
        breadcrumbs={current === "/settings" ? [] : [{ label: "Settings", href: "/settings" }]}
      />
      <Box mb="lg">
        <SegmentedLinks label="Settings" items={TABS.map((tab) => ({ ...tab, current: tab.href === current }))} />
      </Box>
    </>
  );
}
