import { Text, Title } from "@mantine/core";
import type { Metadata } from "next";
import { identity } from "../../../../server/context.ts";
import { ConfirmButtons } from "./confirm-buttons.tsx";

export const metadata: Metadata = { title: "Receive reports", referrer: "no-referrer" };

/** Opening the link changes nothing, because mail scanners open links: the buttons do. */
export default async function ConfirmPage({ params }: { params: Promise<{ token: string }> }) {
  const token = decodeURIComponent((await params).token);
  const asked = await identity.describeConfirmation(token);
  return (
    <>
      <Title order={1} size="h3">
        Receive reports
      </Title>
      {asked ? (
        <>
          <Text size="sm" c="dimmed" mt={4} mb="md">
            “{asked.tenantName}” asks to send scheduled reports about AWS credentials to {asked.email}.
          </Text>
          <ConfirmButtons token={token} />
        </>
      ) : (
        <Text size="sm" c="dimmed" mt={4}>
          This link was used already, or has expired. Ask the person who set the report up for a new one.
        </Text>
      )}
    </>
  );
}
