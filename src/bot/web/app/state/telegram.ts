/**
 * The few words that a Mini App and Telegram's client exchange; its own script is not loaded,
 * because no script from elsewhere is.
 */
interface WebviewProxy {
  postEvent(type: string, data: string): void;
}

/** Tells Telegram's client something; nothing where there is none. */
function tell(type: string, data: unknown): void {
  const proxy = (globalThis as { TelegramWebviewProxy?: WebviewProxy }).TelegramWebviewProxy;
  if (proxy !== undefined) {
    proxy.postEvent(type, JSON.stringify(data));
    return;
  }
  // Nothing secret is told, so that it does not matter which of Telegram's hosts listens.
  if (globalThis.parent !== globalThis.window) {
    globalThis.parent.postMessage(JSON.stringify({ eventType: type, eventData: data }), '*');
  }
}

/** Has Telegram show the page, in full height. */
export function telegramReady(): void {
  tell('web_app_ready', {});
  tell('web_app_expand', {});
}
