'use strict';

// The view of the API has styles for a dark page, which a class switches on.
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();

// What the view of the API leaves without a name, or under another name than it shows (WCAG 2.2, 2.5.3 and 4.1.2).
const attributes = {
  '.modal-ux': { role: 'dialog', 'aria-modal': 'true', 'aria-label': 'Available authorizations' },
  '.close-modal': { 'aria-label': 'Close' },
  '.auth-container h6': { 'aria-level': '5' },
  '.body-param__text': { 'aria-label': 'Request body' },
  '.examples-select-element': { 'aria-label': 'Example' },
  // What scrolls is to be reached by keyboard (2.1.1).
  'pre.microlight': { tabindex: '0' },
};

function complete(api) {
  for (const [selector, values] of Object.entries(attributes)) {
    for (const element of api.querySelectorAll(selector)) {
      Object.entries(values).forEach(([name, value]) => element.setAttribute(name, value));
    }
  }
  for (const button of api.querySelectorAll('.auth-btn-wrapper button[aria-label]')) {
    const scheme = button.closest('.auth-container').querySelector('h4 code');
    button.setAttribute('aria-label', scheme ? button.textContent + ' ' + scheme.textContent : button.textContent);
  }
}

// Every field of the dialog wants to be where one begins, so the last one would be.
function begin(dialog) {
  const field = dialog.querySelector('input');
  if (field) {
    field.focus();
    dialog.querySelector('.modal-ux-content').scrollTop = 0;
  }
}

function watch(api) {
  let begun = null;
  new MutationObserver(() => {
    complete(api);
    const dialog = api.querySelector('.dialog-ux');
    if (dialog !== begun && dialog !== null) {
      begin(dialog);
    }
    begun = dialog;
  }).observe(api, { childList: true, subtree: true });
}

// A script cannot send a cookie of its choice, and the browser sends the one it was given by itself.
function withoutCookies(description) {
  const schemes = description.components.securitySchemes;
  const cookies = Object.keys(schemes).filter((name) => schemes[name].in === 'cookie');
  cookies.forEach((name) => delete schemes[name]);
  for (const path of Object.values(description.paths)) {
    for (const operation of Object.values(path).filter((each) => each.security)) {
      operation.security = operation.security.filter((each) => !cookies.some((name) => name in each));
    }
  }
}

const state = document.getElementById('state');
state.textContent = 'The description is being loaded …';

async function show() {
  const response = await fetch('openapi.json');
  if (!response.ok) {
    throw new Error('openapi.json was answered ' + response.status);
  }
  const description = await response.json();
  // Behind a proxy that changes paths, the API is where this page is.
  description.servers = [{ url: new URL('.', document.baseURI).pathname }];
  withoutCookies(description);
  const api = document.getElementById('api');
  watch(api);
  window.SwaggerUIBundle({
    spec: description,
    domNode: api,
    validatorUrl: null,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    tryItOutEnabled: true,
    displayRequestDuration: true,
    // The one by default has numbers of too little contrast.
    syntaxHighlight: { theme: 'tomorrow-night' },
  });
}

show().catch((error) => {
  state.textContent = 'The description could not be shown: ' + error.message;
});
