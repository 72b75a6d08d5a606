import { EmptyState, LinkButton } from "@rolecall/ui";

export default function NotFound() {
  return (
    <EmptyState
      title="There is nothing here"
      description="The address may be mistyped, or what it led to belongs to another organisation or is gone."
      actions={<LinkButton href="/overview">Go to the overview</LinkButton>}
    />
  );
}
