import { Anchor, SimpleGrid, Stack, Text } from "@mantine/core";
import { CopyableCode, KeyValueList, LinkText, SectionCard } from "@rolecall/ui";
import type { Metadata } from "next";
import { env } from "../../../server/env.ts";
import { requireSession } from "../../../server/session.ts";
import { SettingsHeader } from "./settings-header.tsx";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const session = await requireSession();
  const apiUrl = new URL("/api/v1", env().ROLECALL_PUBLIC_URL).href;
  return (
    <>
      <SettingsHeader
        current="/settings"
        title="Settings"
        description="Your organisation, your sign-in, and the API."
      />
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <SectionCard title="Organisation" description="What you see in the console belongs to this organisation alone.">
          <KeyValueList
            items={[
              { label: "Name", value: session.tenantName },
              { label: "Organisation id", value: <CopyableCode label="organisation id" value={session.tenantId} /> },
              { label: "You are a member of", value: session.tenants.map((tenant) => tenant.name).join(", ") },
            ]}
          />
        </SectionCard>
        <SectionCard title="Your sign-in">
          <KeyValueList
            items={[
              { label: "Name", value: session.name },
              { label: "E-mail", value: session.email },
              { label: "Method", value: "Password" },
            ]}
          />
        </SectionCard>
        <SectionCard title="API" description="Everything that the console shows can be read by programs as well.">
          <Stack gap="sm">
            <KeyValueList items={[{ label: "Address", value: <CopyableCode label="API address" value={apiUrl} /> }]} />
            <Text size="sm">
              Make a token under{" "}
              <LinkText inherit underline="always" href="/settings/api-tokens">
                API tokens
              </LinkText>{" "}
              and send it as <code>Authorization: Bearer</code>. The{" "}
              <Anchor href="/api/v1/openapi.json" inherit underline="always">
                OpenAPI description
              </Anchor>{" "}
              lists every endpoint with its fields.
            </Text>
          </Stack>
        </SectionCard>
      </SimpleGrid>
    </>
  );
}
