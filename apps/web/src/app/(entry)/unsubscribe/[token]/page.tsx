import { Text, Title } from "@mantine/core";
import type { Metadata } from "next";
import { UnsubscribeButton } from "./unsubscribe-button.tsx";

export const metadata: Metadata = { title: "Unsubscribe", referrer: "no-referrer" };

/** Opening the link changes nothing, because mail scanners open links: the button does. */
export default async function UnsubscribePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  return (
    <>
      <Title order={1} size="h3">
        Unsubscribe
      </Title>
      <Text size="sm" c="dimmed" mt={4} mb="md">
        You will no longer receive this report by e-mail. Other reports and other recipients are not changed.
      </Text>
      <UnsubscribeButton token={token} />
    </>
  );
}
