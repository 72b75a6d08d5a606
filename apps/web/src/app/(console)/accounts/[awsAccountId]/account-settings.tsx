import { SimpleGrid, Stack, Text } from "@mantine/core";
import { SectionCard } from "@rolecall/ui";
import { TRPCError } from "@trpc/server";
import { serverApi } from "../../../../server/api.ts";
import { PasswordPolicy } from "./password-policy.tsx";
import { Quotas } from "./quotas.tsx";
import { RootUser } from "./root-user.tsx";

/** Null: no scan has read them yet. */
async function readSettings(awsAccountId: string) {
  try {
    return await (await serverApi()).accountSettings.get({ awsAccountId });
  } catch (error) {
    if (error instanceof TRPCError && error.code === "NOT_FOUND") return null;
    throw error;
  }
}

/** Settings of the account as a whole: root user, password policy, quotas. */
export async function AccountSettingsBlock({ awsAccountId }: { awsAccountId: string }) {
  const settings = await readSettings(awsAccountId);
  if (!settings) {
    return (
      <SectionCard title="Root user, password policy and quotas">
        <Text size="sm">Unknown: no scan has read them yet.</Text>
      </SectionCard>
    );
  }
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg" style={{ alignItems: "start" }}>
      <Stack gap="lg">
        <SectionCard title="Root user">
          <Text component="div" size="sm">
            <RootUser root={settings.root} awsAccountId={awsAccountId} />
          </Text>
        </SectionCard>
        <SectionCard title="Password policy">
          <Text component="div" size="sm">
            <PasswordPolicy settings={settings} />
          </Text>
        </SectionCard>
      </Stack>
      <SectionCard title="Quotas" description="Of IAM, as the account has them. A full quota stops whoever creates.">
        <Text component="div" size="sm">
          <Quotas quotas={settings.quotas} />
        </Text>
      </SectionCard>
    </SimpleGrid>
  );
}
