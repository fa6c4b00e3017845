/** Discord's limits, all of messages, components, commands and modals. */
export const LIMIT = {
  contentCharacters: 2_000,
  embeds: 10,
  embedsCharacters: 6_000,
  embedTitleCharacters: 256,
  embedDescriptionCharacters: 4_096,
  embedFields: 25,
  embedFieldNameCharacters: 256,
  embedFieldValueCharacters: 1_024,
  embedFooterCharacters: 2_048,
  embedAuthorCharacters: 256,
  color: 0xffffff,
  customIdCharacters: 100,
  rows: 5,
  rowButtons: 5,
  buttonLabelCharacters: 80,
  buttonUrlCharacters: 512,
  selectOptions: 25,
  selectLabelCharacters: 100,
  selectPlaceholderCharacters: 150,
  v2Components: 40,
  v2Characters: 4_000,
  sectionTexts: 3,
  galleryItems: 10,
  mediaDescriptionCharacters: 1_024,
  nonceCharacters: 25,
  files: 10,
  fileBytes: 10 * 1024 * 1024,
  modalTitleCharacters: 45,
  modalComponents: 5,
  labelCharacters: 45,
  labelDescriptionCharacters: 100,
  inputCharacters: 4_000,
  inputPlaceholderCharacters: 100,
  commands: 100,
  commandCharacters: 8_000,
  commandCreatesPerDay: 200,
  commandDescriptionCharacters: 100,
  commandOptions: 25,
  choices: 25,
  choiceCharacters: 100,
  optionLengthCharacters: 6_000,
  threadNameCharacters: 100,
} as const;

/** How long an interaction may wait for its first answer. */
export const ANSWER_WITHIN_MS = 3_000;
/** How long the token of an interaction serves edits and follow-ups. */
export const TOKEN_LIFE_MS = 15 * 60_000;
/** How long a nonce that is enforced stands for the message it made. */
export const NONCE_LIFE_MS = 5 * 60_000;

/** The bits of a message's flags that matter here. */
export const FLAG = {
  suppressEmbeds: 4,
  hasThread: 32,
  ephemeral: 64,
  loading: 128,
  suppressNotifications: 4_096,
  componentsV2: 32_768,
} as const;

/** Types of components. */
export const COMPONENT = {
  row: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  userSelect: 5,
  roleSelect: 6,
  mentionableSelect: 7,
  channelSelect: 8,
  section: 9,
  text: 10,
  thumbnail: 11,
  gallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
} as const;

/** Types of interactions. */
export const INTERACTION = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const;

/** Types of answers to an interaction. */
export const ANSWER = {
  message: 4,
  deferredMessage: 5,
  deferredUpdate: 6,
  update: 7,
  choices: 8,
  modal: 9,
} as const;
