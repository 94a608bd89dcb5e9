// Shows the chats as the server sends them, and sends it what the person at the page does.
// What comes from outside becomes text nodes only; nothing here parses markup.

const MAX_FILE_BYTES = 20 * 1024 * 1024;
const RECONNECT_MS = 1000;
const TOAST_MS = 4000;
const ACTION_MS = 5500; // how long Telegram shows that the bot is typing
const BUSY_MS = 15000; // until a pressed button is given up
const AVATAR_COLOURS = 7;
const QUERY_MS = 250; // from the last key to the question
const NEAR_BOTTOM_PX = 120;
const MARGIN_PX = 8;
const LINKS = new Set(["http:", "https:", "tg:"]);
const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  mention: "strong", text_mention: "strong", blockquote: "blockquote",
};

const $ = (id) => document.getElementById(id);
const tables = await (await fetch("/texts.json")).json();
const language = navigator.languages.map((each) => each.slice(0, 2)).find((each) => tables[each]) ?? "en";
const texts = tables[language];
const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
const calendar = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", year: "numeric" });
const quantity = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });

let bot = {};
let ready = false;
let current = null; // the place that is shown
let replying = null; // the message that is replied to
let editing = null; // the own message that is edited
let commands = []; // as last fetched
let items = []; // what the menu shows: name, description, and what choosing it does
let queryTimer = 0;
let toastTimer = 0;
const people = new Map();
const places = new Map(); // by key, in the order of the list
const drafts = new Map();
const answers = new Map(); // answers to pressed buttons that came before the number of the query
const pressed = new Map(); // buttons that wait, by the number of the query

const text = (key, values = {}) => texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && name !== "role") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((each) => each || each === 0));
  return made;
}

// Places: a chat, or a topic of a forum

const keyOf = (chat, topic = 0) => `${chat}:${topic}`;
const isPrivate = (place) => place.chat.type === "private";

function placesOf(chat) {
  if (!chat.is_forum) return [{ chat, topic: 0, title: chat.title }];
  const topics = [{ id: 0, name: text("general") }, ...chat.topics];
  return topics.map(({ id, name }) => ({ chat, topic: id, title: `${name} · ${chat.title}` }));
}

const topicOf = (message) =>
  message.is_topic_message ? message.message_thread_id : message.forum_topic_created ? message.message_id : 0;

function personIn(place) {
  if (isPrivate(place)) return place.chat.id;
  const chosen = Number(localStorage.getItem(`person ${place.chat.id}`));
  return place.chat.members.includes(chosen) ? chosen : place.chat.members[0];
}

function nameOf(message) {
  if (message.sender_chat) return message.sender_chat.title;
  const { first_name: first, last_name: last } = message.from ?? {};
  return [first, last].filter(Boolean).join(" ");
}

function serviceText(message) {
  if (message.forum_topic_created) return text("topic", message.forum_topic_created);
  if (message.left_chat_member) return text("left", { name: message.left_chat_member.first_name });
  const joined = message.new_chat_members ?? [];
  return joined.length ? text("joined", { name: joined.map((each) => each.first_name).join(", ") }) : "";
}

function wordsOf(message) {
  const file = message.document ? message.document.file_name : message.photo ? "▣" : "";
  return message.text ?? message.caption ?? (file || serviceText(message));
}

// Text with entities, whose offsets are in UTF-16 code units as JavaScript's own are

function formatted(words, entities = []) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return nodesOf(words, sorted, 0, words.length);
}

function nodesOf(words, entities, start, end) {
  const nodes = [];
  let at = start;
  while (entities.length && entities[0].offset < end) {
    const entity = entities.shift();
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    const inner = [];
    while (entities.length && entities[0].offset < to) inner.push(entities.shift());
    if (from >= to) continue;
    if (from > at) nodes.push(words.slice(at, from));
    nodes.push(entityNode(entity, words.slice(from, to), nodesOf(words, inner, from, to)));
    at = to;
    if (entity.type.endsWith("blockquote") && words[at] === "\n") at += 1; // the block ends its line
  }
  if (at < end) nodes.push(words.slice(at, end));
  return nodes;
}

function entityNode(entity, words, nodes) {
  const tag = TAGS[entity.type];
  if (tag) return el(tag, {}, nodes);
  switch (entity.type) {
    case "text_link": return link(entity.url, nodes);
    case "url": return link(words, nodes);
    case "spoiler": return spoiler(nodes);
    case "expandable_blockquote": return foldedQuote(nodes);
    case "bot_command":
      return el("button", { type: "button", className: "command", onclick: () => say(words) }, nodes);
    default: return el("span", {}, nodes);
  }
}

function spoiler(nodes) {
  const content = el("span", {}, nodes);
  const made = el("button", { type: "button", className: "spoiler", "aria-label": text("spoiler") }, content);
  made.addEventListener("click", () => made.replaceWith(content));
  return made;
}

function foldedQuote(nodes) {
  const button = el("button", { type: "button", className: "unfold", "aria-expanded": "false" }, text("unfold"));
  const quote = el("blockquote", { className: "folds" }, el("div", { className: "folded" }, nodes), button);
  quote.addEventListener("click", (event) => {
    if (button.hidden || event.target.closest("a, .command, .spoiler")) return;
    const folds = quote.classList.toggle("folds");
    button.setAttribute("aria-expanded", String(!folds));
    button.textContent = text(folds ? "unfold" : "fold");
  });
  return quote;
}

// Quotations that are short enough to be seen whole need no button
function hideButtons() {
  for (const content of document.querySelectorAll(".folds > .folded")) {
    const fits = content.scrollHeight <= content.clientHeight + 1;
    content.classList.toggle("fits", fits);
    content.nextElementSibling.hidden = fits;
  }
}

function addressOf(given) {
  const address = URL.canParse(given) ? new URL(given) : null;
  return LINKS.has(address?.protocol) ? address : null;
}

// The payload of a link that starts this bot, null for any other
function startOf(address) {
  const own = bot.username.toLowerCase();
  const domain = address.protocol === "tg:" ? address.searchParams.get("domain") : address.pathname.slice(1);
  const isOwn = (address.protocol === "tg:" || address.hostname === "t.me") && domain?.toLowerCase() === own;
  return isOwn ? address.searchParams.get("start") : null;
}

function link(given, nodes, properties = {}) {
  const address = addressOf(given);
  if (!address) return el("span", properties, nodes);
  const start = startOf(address);
  const made = el("a", { href: address.href, target: "_blank", rel: "noopener noreferrer", ...properties }, nodes);
  if (start !== null) {
    made.addEventListener("click", (event) => {
      event.preventDefault();
      startWith(start);
    });
  }
  return made;
}

function startWith(payload) {
  const person = personIn(current);
  open(keyOf(person));
  say(`/start ${payload}`.trim());
}

// Messages

const idOf = (message) => `m${message.chat.id}-${message.message_id}`;

function bubble(message, own) {
  const shown = message.caption ?? message.text ?? "";
  const replied = message.reply_to_message;
  return el("div", { className: "bubble" },
    !own && !isPrivate(current) && el("div", { className: "author" }, nameOf(message)),
    message.via_bot && el("div", { className: "author" }, text("via", { name: message.via_bot.username })),
    replied && !replied.forum_topic_created && quoted(replied),
    message.photo && picture(message),
    message.document && fileLink(message.document),
    shown && el("span", { className: "text" }, formatted(shown, message.entities ?? message.caption_entities)),
    meta(message),
  );
}

function quoted(message) {
  const show = () => {
    const target = $(idOf(message));
    target?.scrollIntoView({ block: "center" });
    target?.classList.remove("target");
    requestAnimationFrame(() => target?.classList.add("target"));
  };
  return el("button", { type: "button", className: "replied", onclick: show },
    el("strong", {}, nameOf(message)), el("span", {}, wordsOf(message).slice(0, 120)));
}

function picture(message) {
  const { file_id: file } = message.photo.at(-1);
  const [src, alt] = [`/files/${encodeURIComponent(file)}`, text("picture", { name: nameOf(message) })];
  return el("a", { href: src, target: "_blank", rel: "noopener" },
    el("img", { className: "picture", src, alt, onload: keepAtBottom }));
}

function fileLink({ file_id: file, file_name: name = file, file_size: size = 0 }) {
  const kilobytes = `${quantity.format(Math.max(size / 1024, 0.1))} kB`;
  const properties = { className: "document", href: `/files/${encodeURIComponent(file)}`, download: name };
  return el("a", { ...properties, "aria-label": text("download", { name }) },
    el("b", { "aria-hidden": "true" }, "↓"), el("span", {}, name, el("small", {}, kilobytes)));
}

function meta(message) {
  const notes = [message.edit_date && text("edited"), message.silent && text("silent")].filter(Boolean);
  const date = new Date(message.date * 1000);
  return el("span", { className: "meta" }, [...notes, ""].join(" · "),
    el("time", { dateTime: date.toISOString() }, clock.format(date)));
}

function messageNode(message) {
  const id = idOf(message);
  const service = serviceText(message);
  if (service) return el("p", { id, className: "service" }, service);
  const own = message.from?.id === personIn(current);
  const rows = message.reply_markup?.inline_keyboard ?? [];
  const act = (name, begin) => el("button", { type: "button", tabIndex: -1, onclick: () => begin(message) }, text(name));
  const acts = el("div", { className: "acts" }, act("reply", beginReply), mayEdit(message) && act("edit", beginEdit));
  const properties = { id, className: own ? "message own" : "message", tabIndex: -1, role: "article" };
  return el("div", { ...properties, "aria-label": `${nameOf(message)}: ${wordsOf(message).slice(0, 80)}` },
    bubble(message, own), acts,
    rows.length > 0 && el("div", { className: "keyboard" },
      rows.map((row) => el("div", { className: "keys" }, row.map((button) => key(message, button))))));
}

function key(message, button) {
  if (button.url) {
    const label = text("opens", { name: button.text });
    return link(button.url, [`${button.text} ↗`], { className: "key", "aria-label": label });
  }
  const made = el("button", { type: "button", className: "key" }, button.text);
  made.addEventListener("click", () => pressKey(message, button, made));
  return made;
}

async function pressKey(message, button, node) {
  const query = button.switch_inline_query_current_chat ?? button.switch_inline_query;
  if (query !== undefined) {
    fill(`@${bot.username} ${query}`);
    return suggest();
  }
  if (button.callback_data === undefined || node.ariaBusy === "true") return null;
  node.ariaBusy = "true";
  const done = await act({ act: "press", message: message.message_id, data: button.callback_data });
  const number = done?.query ?? "";
  pressed.set(number, node);
  if (!done) return release(number);
  setTimeout(() => release(number), BUSY_MS);
  return answers.has(number) && showAnswer(answers.get(number));
}

function release(query) {
  const node = pressed.get(query);
  if (node) node.ariaBusy = null;
  pressed.delete(query);
}

function showAnswer(answer) {
  if (!pressed.has(answer.id)) {
    answers.set(answer.id, answer); // perhaps of another page, perhaps before the query's number
    if (answers.size > 100) answers.delete(answers.keys().next().value);
    return;
  }
  answers.delete(answer.id);
  release(answer.id);
  const address = answer.url && addressOf(answer.url);
  const start = address ? startOf(address) : null;
  if (start !== null) startWith(start);
  if (answer.text && !answer.alert) toast(answer.text);
  if (!answer.text || !answer.alert) return;
  $("alert-text").textContent = answer.text;
  if (!$("alert").open) $("alert").showModal();
}

function reveal(id, words) {
  $(id).textContent = words;
  $(id).hidden = false;
}

function toast(words) {
  reveal("toast", words);
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $("toast").hidden = true; }, TOAST_MS);
}

// The log of the place that is shown

const mayEdit = (message) => message.from?.id === personIn(current) && message.text;

function messagesOf(place) {
  return [...place.chat.messages.values()].filter((each) => !place.chat.is_forum || topicOf(each) === place.topic);
}

const dayOf = (message) => calendar.format(new Date(message.date * 1000));

function withDay(message, previous) {
  const day = previous && dayOf(previous) === dayOf(message) ? [] : [el("p", { className: "day" }, dayOf(message))];
  return [...day, messageNode(message)];
}

function drawLog() {
  const messages = messagesOf(current);
  $("log").replaceChildren(...messages.flatMap((message, index) => withDay(message, messages[index - 1])));
  hideButtons();
  if (!messages.some((each) => !serviceText(each))) drawWelcome();
  scrollToEnd();
}

async function drawWelcome() {
  const place = current;
  const { description } = await fetchMenu();
  if (place !== current || $("log").querySelector(".message, .welcome")) return;
  const start = isPrivate(place)
    ? el("button", { type: "button", className: "start", onclick: () => say("/start") }, text("start")) : null;
  $("log").append(el("div", { className: "welcome" }, description || text("empty"), start));
}

const isAtBottom = (log = $("log")) => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_BOTTOM_PX;

let sticks = true; // whether the log follows new messages
function scrollToEnd(node = null) {
  const log = $("log");
  const top = node ? node.offsetTop - MARGIN_PX : Infinity; // of a message taller than the log
  log.scrollTop = Math.min(log.scrollHeight - log.clientHeight, top);
  sticks = isAtBottom();
  $("newest").hidden = true;
}

const keepAtBottom = () => sticks && scrollToEnd();

function upsert(chat, message) {
  const known = chat.messages.has(message.message_id);
  chat.messages.set(message.message_id, message);
  const place = places.get(keyOf(chat.id, chat.is_forum ? topicOf(message) : 0));
  if (!place) return;
  const isOwn = message.from?.id === personIn(place);
  if (message.from?.id === bot.id) showAction(place, "");
  if (place === current) drawOne(place, message, known, isOwn);
  else if (!known && !isOwn && !serviceText(message)) place.unread += 1;
  drawPlace(place);
}

function drawOne(place, message, known, isOwn) {
  const follows = isAtBottom() || isOwn;
  const old = $(idOf(message));
  if (old) {
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const node = messageNode(message);
    old.replaceWith(node);
    const same = [...node.querySelectorAll("button, a")].find((each) => each.textContent === focused?.textContent);
    if (focused) (same ?? node).focus({ preventScroll: true });
  } else if (!known) {
    $("log").querySelector(".welcome")?.remove();
    $("log").append(...withDay(message, messagesOf(place).at(-2)));
    if ("force_reply" in message && !isOwn) beginReply(message);
  }
  hideButtons();
  if (follows && message === messagesOf(place).at(-1)) scrollToEnd($(idOf(message)));
  else if (!known) $("newest").hidden = false;
}

function remove(chat, id) {
  const message = chat.messages.get(id);
  if (!message) return;
  chat.messages.delete(id);
  const node = $(idOf(message));
  if (node?.contains(document.activeElement)) $("text").focus();
  node?.remove();
  if (replying?.message_id === id || editing?.message_id === id) endContext();
  for (const place of places.values()) if (place.chat === chat) drawPlace(place);
}

function showAction(place, action) {
  clearTimeout(place.actionTimer);
  place.action = action;
  if (action) place.actionTimer = setTimeout(() => showAction(place, ""), ACTION_MS);
  drawPlace(place);
  if (place === current) drawStatus();
}

// The list of chats

function drawList() {
  for (const place of places.values()) place.node = el("button", { type: "button", onclick: () => open(place.key) });
  for (const place of places.values()) drawPlace(place);
  $("chats").replaceChildren(...[...places.values()].map((place) => el("li", {}, place.node)));
}

function drawPlace(place) {
  const last = messagesOf(place).at(-1);
  const when = last ? clock.format(new Date(last.date * 1000)) : "";
  const action = place.action && actionText(place.action);
  const who = last && !serviceText(last) ? (last.from?.id === personIn(place) ? text("you") : nameOf(last)) : "";
  const words = action || (last ? [who, wordsOf(last).slice(0, 80)].filter(Boolean).join(": ") : describe(place));
  const unread = text("unread", { count: place.unread });
  place.node.replaceChildren(avatar(place),
    el("span", { className: "entry" },
      el("span", { className: "name" }, place.title), el("span", { className: "when" }, when),
      el("span", { className: "preview" }, words),
      place.unread > 0 && el("span", { className: "unread", role: "img", "aria-label": unread }, `${place.unread}`)));
  if (place === current) place.node.setAttribute("aria-current", "true");
  else place.node.removeAttribute("aria-current");
  const total = [...places.values()].reduce((sum, each) => sum + each.unread, 0);
  document.title = total ? `(${total}) Kutip` : "Kutip";
}

function describe(place) {
  const { owner, language_code: code } = people.get(personIn(place));
  if (isPrivate(place)) return text(owner ? "owner" : code === "id" ? "reader_id" : "reader_en");
  return text("members", { count: place.chat.members.length + 1 });
}

function avatar(place) {
  const colour = Math.abs(place.chat.id) % AVATAR_COLOURS;
  return el("span", { className: `avatar c${colour}`, "aria-hidden": "true" }, place.title.slice(0, 1));
}

const actionText = (action) => text(action === "typing" ? "typing" : "sending");

function drawStatus() {
  const person = people.get(personIn(current));
  const who = text(person.owner ? "you_lead" : "you_are", { name: person.first_name });
  let words = isPrivate(current) ? who : describe(current);
  if (!ready) words = text("loading");
  if (current.action) words = actionText(current.action);
  if ($("status").textContent !== words) $("status").textContent = words;
}

function open(placeKey, focuses = true) {
  const [before, place] = [current, places.get(placeKey)];
  if (before) drafts.set(before.key, $("text").value);
  current = place;
  $("app").dataset.view = "chat"; // before anything is measured
  localStorage.setItem("place", placeKey);
  place.unread = 0;
  endContext();
  closeMenu();
  if (before) drawPlace(before);
  drawPlace(place);
  $("title").textContent = isPrivate(place) ? bot.first_name : place.title;
  $("avatar").className = `avatar c${Math.abs(place.chat.id) % AVATAR_COLOURS}`;
  $("avatar").textContent = isPrivate(place) ? bot.first_name.slice(0, 1) : place.title.slice(0, 1);
  drawStatus();
  drawPersons();
  drawLog();
  $("text").value = drafts.get(placeKey) ?? "";
  grow();
  if (focuses) $("text").focus();
}

function drawPersons() {
  $("as").hidden = isPrivate(current);
  const { members } = current.chat;
  $("person").replaceChildren(...members.map((id) => el("option", { value: id }, people.get(id).first_name)));
  $("person").value = String(personIn(current));
}

// Writing

const where = () => ({ chat: current.chat.id, person: personIn(current), topic: current.topic });

async function act(given) {
  const body = JSON.stringify({ ...where(), ...given });
  return send("/act", { body, headers: { "Content-Type": "application/json" } });
}

async function send(address, options) {
  try {
    const response = await fetch(address, { method: "POST", ...options });
    if (response.ok) return await response.json();
  } catch { /* the banner says that the connection is lost */ }
  toast(text("failed"));
  return null;
}

const say = (words, more = {}) => act({ act: "say", text: words, ...more });

async function submit() {
  const words = $("text").value.trim();
  if (!words) return;
  const [message, replied] = [editing, replying];
  fill("");
  endContext();
  const done = message
    ? await act({ act: "edit", message: message.message_id, text: words })
    : await say(words, replied ? { reply_to: replied.message_id } : {});
  if (!done && !$("text").value) fill(words);
}

async function upload(files) {
  for (const file of files) {
    const query = new URLSearchParams({ ...where(), name: file.name, caption: $("text").value.trim() });
    if (file.size > MAX_FILE_BYTES) toast(text("too_large"));
    else if (await send(`/upload?${query}`, { body: file })) fill("");
  }
}

function fill(words) {
  $("text").value = words;
  grow();
  $("text").focus();
}

function grow() {
  $("text").style.height = "auto";
  $("text").style.height = `${$("text").scrollHeight}px`;
}

function beginReply(message) {
  endContext();
  replying = message;
  showContext(text("replying", { name: nameOf(message) }), wordsOf(message));
  $("text").placeholder = message.force_reply || text("write");
}

function beginEdit(message) {
  endContext();
  editing = message;
  fill(message.text);
  showContext(text("editing"), message.text);
}

function showContext(name, words) {
  $("context-name").textContent = name;
  $("context-text").textContent = words.slice(0, 120);
  $("context").hidden = false;
  $("text").focus();
}

function endContext() {
  if (editing) fill("");
  replying = editing = null;
  $("context").hidden = true;
  $("text").placeholder = text("write");
}

// The menu: of commands behind a slash, of cards behind the bot's name

async function fetchMenu() {
  const response = await fetch(`/menu?${new URLSearchParams(where())}`);
  return response.ok ? response.json() : { commands: [], description: "" };
}

// What is typed behind the bot's name, undefined if that is not there
const typedQuery = () => new RegExp(`^@${bot.username}\\s+(.*)$`, "is").exec($("text").value)?.[1].trim();

async function suggest() {
  clearTimeout(queryTimer);
  if (typedQuery() !== undefined) queryTimer = setTimeout(askInline, QUERY_MS, "");
  if ($("text").value === "/") ({ commands } = await fetchMenu());
  const typed = /^\/(\w*)$/.exec($("text").value)?.[1].toLowerCase();
  const found = typed === undefined ? [] : commands.filter((each) => each.command.startsWith(typed));
  const send = (command) => () => choose(() => say(`/${command}`));
  drawMenu(found.map(({ command, description }) => [`/${command}`, description, send(command)]), 0);
}

const askInline = (offset) => act({ act: "inline", query: typedQuery(), offset });

function showCards({ id, person, query, offset, cards, next }) {
  if (person !== personIn(current) || query !== typedQuery()) return;
  const found = cards.map(({ id: card, title, description }) =>
    [title, description, () => choose(() => act({ act: "choose", id, card }))]);
  const more = next ? [["…", text("more"), () => askInline(next)]] : [];
  drawMenu([...(offset ? items.slice(0, -1) : []), ...found, ...more], -1, "menu cards");
}

function drawMenu(found, first, className = "menu") {
  items = found;
  $("menu").className = className;
  $("menu").hidden = found.length === 0;
  $("menu").replaceChildren(...found.map(([name, description, act], index) => {
    const properties = { id: `menu-${index}`, role: "option", "aria-selected": index === first, onclick: act };
    return el("li", properties, el("b", {}, name), el("span", {}, description));
  }));
  point();
}

const selected = () => ($("menu").hidden ? null : $("menu").querySelector('[aria-selected="true"]'));

function point() {
  const option = selected();
  if (option) $("text").setAttribute("aria-activedescendant", option.id);
  else $("text").removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const options = [...$("menu").children];
  const at = options.indexOf(selected());
  const next = at < 0 && step < 0 ? options.length - 1 : (at + step + options.length) % options.length;
  options.forEach((each, index) => each.setAttribute("aria-selected", index === next));
  point();
}

function choose(doIt) {
  fill("");
  closeMenu();
  doIt();
}

function closeMenu() {
  $("menu").hidden = true;
  point();
}

// The keyboard

function onTextKey(event) {
  if (event.isComposing) return;
  const option = selected();
  const isOpen = !$("menu").hidden;
  if (isOpen && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    move(event.key === "ArrowDown" ? 1 : -1);
  } else if (option && event.key === "Enter") {
    option.click();
  } else if (option && event.key === "Tab" && !event.shiftKey && $("text").value.startsWith("/")) {
    fill(`${option.firstChild.textContent} `);
    closeMenu();
  } else if (event.key === "Enter" && !event.shiftKey) {
    submit();
  } else if (event.key === "ArrowUp" && !$("text").value) {
    const own = messagesOf(current).findLast(mayEdit);
    if (own) beginEdit(own);
  } else return;
  event.preventDefault();
}

function onLogKey(event) {
  const node = document.activeElement.closest(".message");
  const nodes = [...$("log").querySelectorAll(".message")];
  const isMessage = document.activeElement === node;
  if ((event.key === "ArrowUp" || event.key === "ArrowDown") && (isMessage || document.activeElement === $("log"))) {
    const at = node ? nodes.indexOf(node) + (event.key === "ArrowUp" ? -1 : 1) : nodes.length - 1;
    nodes[Math.max(at, 0)]?.focus();
  } else if (isMessage && (event.key === "Enter" || event.key === "e")) {
    const message = [...current.chat.messages.values()].find((each) => idOf(each) === node.id);
    if (event.key === "Enter") beginReply(message);
    else if (mayEdit(message)) beginEdit(message);
  } else return;
  event.preventDefault();
}

function onListKey(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const nodes = [...places.values()].map((each) => each.node);
  if (step) nodes[nodes.indexOf(document.activeElement) + step]?.focus();
  if (step) event.preventDefault();
}

function onKey(event) {
  if (event.key !== "Escape" || $("alert").open) return;
  if (!$("menu").hidden) closeMenu();
  else if (replying || editing) endContext();
  else if (getComputedStyle($("back")).display !== "none") showList();
  else $("text").focus();
}

function showList() {
  $("app").dataset.view = "list";
  current.node.focus();
}

// What the server sends

function takeSnapshot(given) {
  ({ bot, ready } = given);
  const before = new Map(places);
  people.clear();
  for (const person of given.people) people.set(person.id, person);
  places.clear();
  for (const shown of given.chats) {
    const chat = { ...shown, messages: new Map(shown.messages.map((each) => [each.message_id, each])) };
    for (const place of placesOf(chat)) {
      const key = keyOf(chat.id, place.topic);
      places.set(key, { ...place, key, unread: before.get(key)?.unread ?? 0, action: "" });
    }
  }
  const stored = current?.key ?? localStorage.getItem("place");
  const draft = current ? $("text").value : "";
  const view = $("app").dataset.view;
  current = null;
  drawList();
  open(places.has(stored) ? stored : places.keys().next().value, false);
  if (draft) fill(draft);
  $("app").dataset.view = view;
}

function receive(event) {
  const place = [...places.values()].find((each) => each.chat.id === event.chat);
  switch (event.kind) {
    case "snapshot": return takeSnapshot(event);
    case "ready": ready = true; return drawStatus();
    case "message": return place && upsert(place.chat, event.message);
    case "deleted": return place && remove(place.chat, event.id);
    case "action": return showAction(places.get(keyOf(event.chat, event.thread)) ?? place, event.action);
    case "callback_answer": return showAnswer(event);
    case "inline_answer": return event.chat === current.chat.id && showCards(event);
    default: return undefined;
  }
}

function connect() {
  const source = new EventSource("/events");
  source.addEventListener("open", () => { $("banner").hidden = true; });
  source.addEventListener("message", (event) => receive(JSON.parse(event.data)));
  source.addEventListener("error", async () => {
    source.close();
    reveal("banner", text("lost"));
    const status = await fetch("/texts.json").then((response) => response.status, () => 0);
    if (status === 403 || status === 421) reveal("banner", text("closed"));
    else setTimeout(connect, RECONNECT_MS);
  });
}

// The page itself

function isDark() {
  const { theme } = document.documentElement.dataset;
  return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function drawTheme() {
  const stored = localStorage.getItem("theme");
  if (stored) document.documentElement.dataset.theme = stored;
  $("theme").textContent = isDark() ? "☀" : "☾";
  $("theme").setAttribute("aria-label", text(isDark() ? "to_light" : "to_dark"));
}

function setUp() {
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-label]")) {
    const names = node.tagName === "BUTTON" ? ["aria-label", "title"] : ["aria-label"];
    for (const name of names) node.setAttribute(name, text(node.dataset.label));
  }
  $("as-label").textContent = text("as");
  $("newest").textContent = `↓ ${text("newest")}`;
  drawTheme();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawTheme);
  $("theme").addEventListener("click", () => {
    localStorage.setItem("theme", isDark() ? "light" : "dark");
    drawTheme();
  });
  $("composer").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  $("text").addEventListener("input", () => { grow(); suggest(); });
  for (const id of ["text", "menu"]) $(id).addEventListener("keydown", onTextKey);
  $("slash").addEventListener("click", () => { fill("/"); suggest(); });
  $("cancel").addEventListener("click", endContext);
  $("person").addEventListener("change", () => {
    localStorage.setItem(`person ${current.chat.id}`, $("person").value);
    drawLog();
  });
  $("attach").addEventListener("click", () => $("file").click());
  $("file").addEventListener("change", async () => { await upload($("file").files); $("file").value = ""; });
  for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
  document.addEventListener("drop", (event) => upload(event.dataTransfer.files));
  $("back").addEventListener("click", showList);
  $("newest").addEventListener("click", () => scrollToEnd());
  $("log").addEventListener("scroll", () => { sticks = isAtBottom(); if (sticks) $("newest").hidden = true; });
  $("log").addEventListener("keydown", onLogKey);
  $("chats").addEventListener("keydown", onListKey);
  document.addEventListener("keydown", onKey);
  window.addEventListener("resize", hideButtons);
  connect();
}

setUp();
