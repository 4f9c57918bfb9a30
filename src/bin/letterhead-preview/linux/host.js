// Defines `letterhead` in a script world of its own: the mail cannot see or change it.
//
// Everything is reached through prototypes, because a mail can name an element `body` or
// `attributes` and so hide the property of that name.
if (!globalThis.letterhead) globalThis.letterhead = (() => {
  'use strict';
  const call = Function.prototype.call;
  const getter = (prototype, name) =>
    call.bind(Object.getOwnPropertyDescriptor(prototype, name).get);
  const method = (prototype, name) => call.bind(prototype[name]);

  const nodeType = getter(Node.prototype, 'nodeType');
  const nodeName = getter(Node.prototype, 'nodeName');
  const nodeValue = getter(Node.prototype, 'nodeValue');
  const setNodeValue = call.bind(Object.getOwnPropertyDescriptor(Node.prototype, 'nodeValue').set);
  const childNodes = getter(Node.prototype, 'childNodes');
  const parentNode = getter(Node.prototype, 'parentNode');
  const nextSibling = getter(Node.prototype, 'nextSibling');
  const isEqualNode = method(Node.prototype, 'isEqualNode');
  const insertBefore = method(Node.prototype, 'insertBefore');
  const removeChild = method(Node.prototype, 'removeChild');
  const replaceChild = method(Node.prototype, 'replaceChild');
  const importNode = method(Document.prototype, 'importNode');
  const documentElement = getter(Document.prototype, 'documentElement');
  const bodyOf = getter(Document.prototype, 'body');
  const headOf = getter(Document.prototype, 'head');
  const compatMode = getter(Document.prototype, 'compatMode');
  const queryAll = method(Document.prototype, 'querySelectorAll');
  const queryIn = method(Element.prototype, 'querySelectorAll');
  const localName = getter(Element.prototype, 'localName');
  const namespaceURI = getter(Element.prototype, 'namespaceURI');
  const attributes = getter(Element.prototype, 'attributes');
  const matches = method(Element.prototype, 'matches');
  const getAttribute = method(Element.prototype, 'getAttribute');
  const getAttributeNS = method(Element.prototype, 'getAttributeNS');
  const hasAttributeNS = method(Element.prototype, 'hasAttributeNS');
  const removeAttributeNode = method(Element.prototype, 'removeAttributeNode');
  const setAttributeNodeNS = method(Element.prototype, 'setAttributeNodeNS');
  const clientRects = method(Element.prototype, 'getClientRects');
  const boundingRect = method(Element.prototype, 'getBoundingClientRect');
  const scrollWidth = getter(Element.prototype, 'scrollWidth');
  const scrollHeight = getter(Element.prototype, 'scrollHeight');
  const innerText = getter(HTMLElement.prototype, 'innerText');
  const textContent = getter(Node.prototype, 'textContent');
  const isComplete = getter(HTMLImageElement.prototype, 'complete');
  const addListener = method(EventTarget.prototype, 'addEventListener');
  const parser = new DOMParser();
  const parse = (html) => parser.parseFromString(html, 'text/html');

  const isScript = (element) => localName(element).toLowerCase() === 'script';
  const isHandler = (name) => /^on/i.test(name);
  // What an address parser skips: leading controls and blanks, and tabs and line ends anywhere.
  const isScriptAddress = (value) =>
    /^javascript:/i.test(value.replace(/^[\u0000-\u0020]+|[\t\n\r]/g, ''));

  // What the engine's parser leaves out when a document is loaded, so that a document changed in
  // place is the same one.
  function removeScripts(root) {
    for (const element of [root, ...queryIn(root, '*')]) {
      if (isScript(element)) {
        const parent = parentNode(element);
        if (parent) removeChild(parent, element);
        continue;
      }
      for (const attribute of [...attributes(element)]) {
        if (isHandler(attribute.name) || isScriptAddress(attribute.value)) {
          removeAttributeNode(element, attribute);
        }
      }
    }
  }

  function syncAttributes(live, next) {
    for (const attribute of [...attributes(live)]) {
      if (!hasAttributeNS(next, attribute.namespaceURI, attribute.localName)) {
        removeAttributeNode(live, attribute);
      }
    }
    for (const attribute of attributes(next)) {
      const { namespaceURI: namespace, localName: name, value } = attribute;
      if (!hasAttributeNS(live, namespace, name) || getAttributeNS(live, namespace, name) !== value) {
        hasNewImages ||= /url\(/i.test(value) || /^(background|poster|type)$/i.test(name);
        setAttributeNodeNS(live, attribute.cloneNode());
      }
    }
  }

  const alike = (a, b) =>
    nodeType(a) === nodeType(b) && nodeName(a) === nodeName(b) &&
    (nodeType(a) !== 1 || namespaceURI(a) === namespaceURI(b));

  // The engine tells when an `img` has come, but not when any other image of a new element has.
  const otherImages =
    '[style*="url(" i], [background], [poster], image, feImage, input[type="image" i]';
  let hasNewImages = false;

  function adopted(node) {
    if (nodeType(node) === 1) {
      const styles = localName(node) === 'style' ? [node] : [...queryIn(node, 'style')];
      hasNewImages ||= matches(node, otherImages) || queryIn(node, otherImages).length > 0 ||
        styles.some((style) => /url\(/i.test(textContent(style)));
    }
    return importNode(document, node, true);
  }

  function syncNode(live, next) {
    if (nodeType(live) !== 1) {
      const value = nodeValue(next);
      if (nodeValue(live) === value) return;
      hasNewImages ||= nodeName(parentNode(live)) === 'STYLE' && /url\(/i.test(value);
      setNodeValue(live, value);
      return;
    }
    // The content of a template is no child, and these keep state that attributes do not show.
    if (['template', 'input', 'textarea', 'select', 'details', 'iframe', 'object', 'embed', 'video',
         'audio', 'svg', 'math'].includes(localName(live))) {
      if (!isEqualNode(live, next)) replaceChild(parentNode(live), adopted(next), live);
      return;
    }
    syncAttributes(live, next);
    syncChildren(live, next);
  }

  function syncChildren(live, next) {
    const old = [...childNodes(live)];
    const wanted = [...childNodes(next)];
    let start = 0;
    while (start < old.length && start < wanted.length && isEqualNode(old[start], wanted[start])) {
      start++;
    }
    let oldEnd = old.length;
    let wantedEnd = wanted.length;
    while (oldEnd > start && wantedEnd > start &&
           isEqualNode(old[oldEnd - 1], wanted[wantedEnd - 1])) {
      oldEnd--;
      wantedEnd--;
    }
    const after = old[oldEnd] ?? null;
    for (; start < oldEnd && start < wantedEnd; start++) {
      if (alike(old[start], wanted[start])) syncNode(old[start], wanted[start]);
      else replaceChild(live, adopted(wanted[start]), old[start]);
    }
    for (let i = start; i < oldEnd; i++) removeChild(live, old[i]);
    for (let i = start; i < wantedEnd; i++) insertBefore(live, adopted(wanted[i]), after);
  }

  // Changes the document in place. False: it has to be loaded.
  function update(html) {
    const next = parse(html);
    if (compatMode(next) !== compatMode(document)) return false;
    const root = documentElement(document);
    const body = bodyOf(document);
    const nextBody = bodyOf(next);
    if (!root || !body || !nextBody || nodeName(nextBody) !== nodeName(body)) return false;
    removeScripts(documentElement(next));
    if (!isEqualNode(headOf(document), headOf(next))) return false;
    hasNewImages = false;
    syncAttributes(root, documentElement(next));
    syncNode(body, nextBody);
    if (hasNewImages) return false;
    // Laid out from scratch: what the engine keeps from the layout before can differ by pixels.
    const after = nextSibling(body);
    removeChild(root, body);
    insertBefore(root, body, after);
    return true;
  }

  // Waits for images that came with a change.
  function settled() {
    const missing = [...queryAll(document, 'img')].filter((image) => !isComplete(image));
    return Promise.all(missing.map((image) => new Promise((done) => {
      addListener(image, 'load', done);
      addListener(image, 'error', done);
    })));
  }

  function size() {
    const root = documentElement(document);
    const body = bodyOf(document);
    return {
      width: Math.max(scrollWidth(root), body ? scrollWidth(body) : 0),
      height: Math.max(scrollHeight(root), body ? scrollHeight(body) : 0),
    };
  }

  function scrollTo(y) {
    globalThis.scrollTo(0, y);
    return { y: globalThis.scrollY };
  }

  function links() {
    const found = [];
    for (const link of queryAll(document, 'a[href], area[href]')) {
      const boxes = [...clientRects(link)];
      for (const image of queryIn(link, 'img')) boxes.push(boundingRect(image));
      const href = getAttribute(link, 'href');
      for (const box of boxes) {
        if (box.width < 1 || box.height < 1) continue;
        found.push({
          href,
          x: box.left + globalThis.scrollX,
          y: box.top + globalThis.scrollY,
          w: box.width,
          h: box.height,
        });
      }
    }
    return found;
  }

  function contentHeight() {
    const body = bodyOf(document);
    let bottom = 0;
    for (const child of body ? queryIn(body, ':scope > *') : []) {
      bottom = Math.max(bottom, boundingRect(child).bottom + globalThis.scrollY);
    }
    return bottom;
  }

  // Attributes that make an engine fetch, by element; `*` is any.
  const fetching = [
    ['img', 'src'], ['img', 'srcset'], ['source', 'src'], ['source', 'srcset'], ['input', 'src'],
    ['video', 'src'], ['video', 'poster'], ['audio', 'src'], ['track', 'src'], ['iframe', 'src'],
    ['frame', 'src'], ['embed', 'src'], ['object', 'data'], ['script', 'src'], ['link', 'href'],
    ['image', 'href'], ['image', 'xlink:href'], ['use', 'href'], ['use', 'xlink:href'],
    ['feimage', 'href'], ['*', 'background'],
  ];
  const fetchable = (url) => /^(https?:|ftp:|wss?:)?\/\//i.test(url);
  const inStyle = /url\(\s*(?:"([^"]*)"|'([^']*)'|([^)\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')/gi;

  // What an engine without protection would have fetched or run.
  function blocked(html, remoteImages) {
    const next = parse(html);
    const found = [];
    const seen = new Set();
    const add = (source, url, image) => {
      url = url.trim();
      if (source !== 'script' && !fetchable(url)) return;
      if (image && remoteImages && /^https?:/i.test(url)) return;
      const key = source + ' ' + url;
      if (seen.has(key)) return;
      seen.add(key);
      found.push({ source, url });
    };
    const style = (text) => {
      for (const match of text.matchAll(inStyle)) {
        const url = match[1] ?? match[2] ?? match[3] ?? match[4] ?? match[5] ?? '';
        const image = /^url/i.test(match[0]) && !/@(font-face|import)[^;{}]*\{?[^}]*$/i
          .test(text.slice(0, match.index));
        add('style', url, image);
      }
    };
    for (const element of queryIn(documentElement(next), '*')) {
      const name = localName(element).toLowerCase();
      if (name === 'script') add('script', getAttribute(element, 'src') ?? '', false);
      if (name === 'style') style(textContent(element));
      for (const [owner, attribute] of fetching) {
        if (name === 'script' || (owner !== '*' && owner !== name)) continue;
        const value = getAttribute(element, attribute);
        if (value === null) continue;
        const image = ['img', 'image', 'input', 'feimage'].includes(name) ||
          attribute === 'background' || attribute === 'poster';
        const urls = attribute === 'srcset' ? value.split(',').map((s) => s.trim().split(/\s/)[0])
          : [value];
        for (const url of urls) add(name, url, image);
      }
      const inline = getAttribute(element, 'style');
      if (inline) style(inline);
    }
    return found;
  }

  function details(html, remoteImages) {
    const body = bodyOf(document);
    return {
      ...size(),
      content_height: contentHeight(),
      links: links(),
      text: body ? innerText(body) : '',
      blocked: blocked(html, remoteImages),
    };
  }

  return { update, settled, size, scrollTo, details };
})();
