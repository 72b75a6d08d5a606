"use client";

import { Alert, Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";

async function unsubscribe(token: string): Promise<string> {
  const answer = await fetch(`/api/unsubscribe/${encodeURIComponent(token)}`, { method: "POST" });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
}

/** The one click that RFC 8058 speaks of, for people who read mail in a browser. */
export function UnsubscribeButton({ token }: { token: string }) {
  const request = useMutation({ mutationFn: () => unsubscribe(token) });
  if (request.isSuccess) {
    return (
      <Alert color="green" role="status">
        {request.data}
      </Alert>
    );
  }
  return (
    <>
      {request.isError && (
        <Alert color="red" role="alert" mb="md">
          {request.error.message}
        </Alert>
      )}
      <Button onClick={() => request.mutate()} loading={request.isPending}>
        Unsubscribe
      </Button>
    </>
  );
}
