import { Text, Title } from "@mantine/core";
import type { Metadata } from "next";
import { identity } from "../../../../server/context.ts";
import { UnsubscribeButton } from "./unsubscribe-button.tsx";

export const metadata: Metadata = { title: "Unsubscribe", referrer: "no-referrer" };

/** Opening the link changes nothing, because mail scanners open links: the button does. */
export default async function UnsubscribePage({ params }: { params: Promise<{ token: string }> }) {
  const token = decodeURIComponent((await params).token);
  const subscription = await identity.describeSubscription(token);
  return (
    <>
      <Title order={1} size="h3">
        Unsubscribe
      </Title>
      {subscription ? (
        <>
          <Text size="sm" c="dimmed" mt={4} mb="md">
            {subscription.email} will no longer receive the report “{subscription.scheduleName}”. Other reports and
            other recipients are not changed.
          </Text>
          <UnsubscribeButton token={token} />
        </>
      ) : (
        <Text size="sm" c="dimmed" mt={4}>
          This link is not valid, or the report does not exist any more. Follow the link in the newest mail, or ask the
          person who set the report up.
        </Text>
      )}
    </>
  );
}
