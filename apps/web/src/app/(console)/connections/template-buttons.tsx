import { Button } from "@mantine/core";
import { IconDownload, IconExternalLink } from "@tabler/icons-react";

type Props = { href: string; children: React.ReactNode };

/** Leaves for the customer's AWS console, in a new tab. */
export function LaunchButton({ href, children }: Props) {
  return (
    <Button
      component="a"
      href={href}
      target="_blank"
      rel="noreferrer"
      rightSection={<IconExternalLink size={16} aria-label="opens in a new tab" />}
    >
      {children}
    </Button>
  );
}

export function DownloadButton({ href, children }: Props) {
  return (
    <Button
      component="a"
      href={href}
      download
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
      style={{ alignSelf: "flex-start" }}
    >
      {children}
    </Button>
  );
}
