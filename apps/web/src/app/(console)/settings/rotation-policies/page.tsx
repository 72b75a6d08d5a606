import { Stack, Text } from "@mantine/core";
import { DateText, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import { serverApi } from "../../../../server/api.ts";
import { Block } from "../../overview/block.tsx";
import { SettingsHeader } from "../settings-header.tsx";
import { PoliciesForm } from "./policies-form.tsx";

export const metadata: Metadata = { title: "Rotation policies" };

/** More than these are typed by their id. */
const MOST_ACCOUNTS = 200;

async function Policies() {
  const api = await serverApi();
  const [{ setAt, setBy, ...policies }, { items, nextCursor }] = await Promise.all([
    api.rotationPolicies.get(),
    api.accounts.list({ limit: MOST_ACCOUNTS }),
  ]);
  const accounts = nextCursor
    ? []
    : items.map(({ awsAccountId, name }) => ({ value: awsAccountId, label: `${name} (${awsAccountId})` }));
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
      <PoliciesForm policies={policies} accounts={accounts} />
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
      <Stack mt="lg">
        <Block name="The rotation policies" skeleton={<TableSkeleton rows={6} />}>
          <Policies />
        </Block>
      </Stack>
    </>
  );
}
