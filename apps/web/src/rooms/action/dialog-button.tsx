"use client";

import { Button, type ButtonProps, Modal, type ModalProps } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ReactNode } from "react";

type DialogButtonProps = {
  /** What the button says. */
  label: string;
  button?: ButtonProps & { "aria-label"?: string };
  title: string;
  dialog?: Pick<ModalProps, "size" | "closeOnClickOutside">;
  /** Called when the dialog closes, in whatever way. */
  onLeave?: () => void;
  children: (close: () => void) => ReactNode;
};

/** A button that opens a dialog. */
export function DialogButton({ label, button, title, dialog, onLeave, children }: DialogButtonProps) {
  const [opened, { open, close }] = useDisclosure(false, { onClose: onLeave });
  return (
    <>
      <Button variant="default" {...button} onClick={open}>
        {label}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={title}
        centered
        closeButtonProps={{ "aria-label": "Close" }}
        {...dialog}
      >
        {children(close)}
      </Modal>
    </>
  );
}
