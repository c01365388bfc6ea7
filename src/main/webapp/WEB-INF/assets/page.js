'use strict';

// The view of the API has styles for a dark page, which a class switches on.
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();

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
  window.SwaggerUIBundle({
    spec: description,
    domNode: document.getElementById('api'),
    validatorUrl: null,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    tryItOutEnabled: true,
    displayRequestDuration: true,
  });
}

show().catch((error) => {
  state.textContent = 'The description could not be shown: ' + error.message;
});
