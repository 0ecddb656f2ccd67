/** Learning: what is learnt from, what doctors say of it, and how a new model earns the place of the current one. */
