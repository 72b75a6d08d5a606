"use client";

import { NavLink, Stack } from "@mantine/core";
import {
  IconCloud,
  IconFileAnalytics,
  IconKey,
  IconLayoutDashboard,
  IconPlugConnected,
  IconSettings,
  IconShieldHalf,
  IconUsers,
} from "@tabler/icons-react";
import Link from "next/link";
import { usePathname } from "next/navigation";

const SECTIONS = [
  { href: "/overview", label: "Overview", Icon: IconLayoutDashboard },
  { href: "/accounts", label: "Accounts", Icon: IconCloud },
  { href: "/connections", label: "Connections", Icon: IconPlugConnected },
  { href: "/users", label: "Users", Icon: IconUsers },
  { href: "/credentials", label: "Credentials", Icon: IconKey },
  { href: "/roles", label: "Roles", Icon: IconShieldHalf },
  { href: "/reports", label: "Reports", Icon: IconFileAnalytics },
  { href: "/settings", label: "Settings", Icon: IconSettings },
] as const;

/** The console's sections. The one that is open is marked for eyes and for screen readers. */
export function Navigation({ onNavigate }: { onNavigate: () => void }) {
  const pathname = usePathname();
  return (
    <Stack gap={2}>
      {SECTIONS.map(({ href, label, Icon }) => {
        const active = pathname === href || pathname.startsWith(`${href}/`);
        return (
          <NavLink
            key={href}
            component={Link}
            href={href}
            label={label}
            leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
            active={active}
            aria-current={active ? "page" : undefined}
            onClick={onNavigate}
            style={{ borderRadius: "var(--mantine-radius-md)" }}
          />
        );
      })}
    </Stack>
  );
}
