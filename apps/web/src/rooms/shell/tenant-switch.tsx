"use client";

import { Button, Menu, Text } from "@mantine/core";
import type { TenantOfPerson } from "@rolecall/domain";
import { IconCheck, IconSelector } from "@tabler/icons-react";
import { useTransition } from "react";
import { switchTenantAction } from "./switch-tenant-action.ts";

type Props = { current: TenantOfPerson; tenants: readonly TenantOfPerson[] };

/** The current organisation. People with several memberships can change to another one here. */
export function TenantSwitch({ current, tenants }: Props) {
  const [pending, startTransition] = useTransition();
  if (tenants.length <= 1) {
    return (
      <Text size="sm" fw={600} truncate maw={220} title={current.name}>
        {current.name}
      </Text>
    );
  }
  return (
    <Menu width={260} position="bottom-start">
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          maw={240}
          loading={pending}
          rightSection={<IconSelector size={14} aria-hidden />}
          aria-label={`Organisation: ${current.name}. Change`}
        >
          <Text size="sm" truncate>
            {current.name}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Organisations</Menu.Label>
        {tenants.map((tenant) => (
          <Menu.Item
            key={tenant.tenantId}
            rightSection={tenant.tenantId === current.tenantId ? <IconCheck size={16} aria-label="current" /> : null}
            onClick={() => startTransition(() => switchTenantAction(tenant.tenantId))}
          >
            {tenant.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
