import { Stack, Text } from "@mantine/core";
import { DateText, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import { Block } from "../../../../rooms/block/block.tsx";
import { serverApi } from "../../../../server/api.ts";
import { SettingsHeader } from "../settings-header.tsx";
import { unitOptions } from "./place-options.ts";
import { PoliciesForm } from "./policies-form.tsx";
import type { PlaceOption } from "./policy-form.ts";

export const metadata: Metadata = { title: "Rotation policies" };

/** People choose from at most so many; of more they type the ids. */
const MOST_ACCOUNTS = 200;
const MOST_ORGANIZATIONS = 10;
const MOST_CONNECTIONS = 200;

async function readAccounts(): Promise<PlaceOption[]> {
  const api = await serverApi();
  const { items, nextCursor } = await api.accounts.list({ limit: MOST_ACCOUNTS });
  if (nextCursor) return [];
  return items.map(({ awsAccountId, name }) => ({ value: awsAccountId, label: `${name} (${awsAccountId})` }));
}

/** All units or none: a missing one could not be chosen. */
async function readUnits(): Promise<PlaceOption[]> {
  const api = await serverApi();
  const { items, nextCursor } = await api.connections.list({ limit: MOST_CONNECTIONS });
  const connected = items.filter(({ kind, status }) => kind === "organization" && status !== "disconnected");
  if (nextCursor || connected.length > MOST_ORGANIZATIONS) return [];
  return unitOptions(await Promise.all(connected.map(({ id }) => api.organizations.get({ connectionId: id }))));
}

async function Policies() {
  const api = await serverApi();
  const [{ setAt, setBy, ...policies }, accounts, units] = await Promise.all([
    api.rotationPolicies.get(),
    readAccounts(),
    readUnits(),
  ]);
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {setAt ? (
          <>
            Set <DateText at={setAt} withTime />
            {setBy && ` by ${setBy}`}.
          </>
        ) : (
          "These are the defaults; nobody has changed them yet."
        )}
      </Text>
      <PoliciesForm policies={policies} places={{ accounts, units }} />
    </Stack>
  );
}

export default function RotationPoliciesPage() {
  return (
    <>
      <SettingsHeader
        current="/settings/rotation-policies"
        title="Rotation policies"
        description="How old a credential may become and how long it may lie unused, for humans and machines, with overrides for a part of them."
      />
      <Stack>
        <Block name="The rotation policies" skeleton={<TableSkeleton rows={6} />}>
          <Policies />
        </Block>
      </Stack>
    </>
  );
}
