export { createMailer, type Mailer, mailOptions } from "./mail/mailer.ts";
export { renderSummary } from "./summary/render-summary.ts";
