namespace Larq.ModelBuilder.Recipes;

/// <summary>A recipe says what cannot be done; the message says what, what would be allowed, and where.</summary>
internal sealed class RecipeException(string message, Exception? inner = null) : Exception(message, inner);
