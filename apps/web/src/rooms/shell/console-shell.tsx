"use client";

import {
  AppShell,
  AppShellHeader,
  AppShellMain,
  AppShellNavbar,
  Box,
  Burger,
  Divider,
  Group,
  UnstyledButton,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { SessionOfPerson } from "@rolecall/domain";
import Link from "next/link";
import type { ReactNode } from "react";
import { Brand } from "./brand.tsx";
import { ColourSchemeToggle } from "./colour-scheme-toggle.tsx";
import classes from "./console-shell.module.css";
import { Navigation } from "./navigation.tsx";
import { TenantSwitch } from "./tenant-switch.tsx";
import { UserMenu } from "./user-menu.tsx";

type Viewer = Pick<SessionOfPerson, "name" | "email" | "tenantId" | "tenantName" | "tenants">;

type Props = {
  viewer: Viewer;
  /** What stands above every page. */
  notice: ReactNode;
  children: ReactNode;
};

/** Frame of the console: navigation at the left, organisation and person at the top, the page in the middle. */
export function ConsoleShell({ viewer, notice, children }: Props) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const current = { tenantId: viewer.tenantId, name: viewer.tenantName };
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 228, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding={{ base: "md", sm: "xl" }}
    >
      <a href="#main" className={classes.skip}>
        Skip to content
      </a>
      <AppShellHeader px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="md" wrap="nowrap" miw={0}>
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={opened ? "Close navigation" : "Open navigation"}
              aria-expanded={opened}
            />
            <UnstyledButton component={Link} href="/overview" aria-label="Rolecall, overview">
              <Brand />
            </UnstyledButton>
            <Divider orientation="vertical" my={10} visibleFrom="xs" />
            <Box visibleFrom="xs" miw={0}>
              <TenantSwitch current={current} tenants={viewer.tenants} />
            </Box>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <ColourSchemeToggle />
            <UserMenu name={viewer.name} email={viewer.email} />
          </Group>
        </Group>
      </AppShellHeader>
      <AppShellNavbar p="sm" aria-label="Sections">
        <Box hiddenFrom="xs" mb="sm" px="sm">
          <TenantSwitch current={current} tenants={viewer.tenants} />
        </Box>
        <Navigation onNavigate={close} />
      </AppShellNavbar>
      <AppShellMain id="main" tabIndex={-1} className={classes.main}>
        <div className={classes.page}>
          {notice}
          {children}
        </div>
      </AppShellMain>
    </AppShell>
  );
}
