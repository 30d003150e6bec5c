using System.Text.Encodings.Web;
using System.Text.Json;

namespace Larq.ModelBuilder.Recipes;

/// <summary>Recipes as files.</summary>
internal static class RecipeFile
{
    private const int LongestFile = 64 << 20;

    // The file is for people: letters of all languages are written as they are. It is never put into a page.
    private static readonly RecipeJson Readable = new(new JsonSerializerOptions(RecipeJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The recipe in a file.</summary>
    /// <exception cref="RecipeException">It is no recipe, or one that this program cannot follow.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Recipe Read(string path)
    {
        if (new FileInfo(path).Length is > LongestFile and var length)
            throw new RecipeException($"'{path}': a recipe has {LongestFile} bytes at most, got {length}.");
        return Parse(File.ReadAllBytes(path), path);
    }

    /// <summary>The recipe in the bytes of a file.</summary>
    /// <param name="json">The file's bytes.</param>
    /// <param name="path">What errors call it.</param>
    /// <exception cref="RecipeException">It is no recipe, or one that this program cannot follow.</exception>
    public static Recipe Parse(ReadOnlySpan<byte> json, string path)
    {
        if (json.StartsWith("\uFEFF"u8)) json = json[3..];
        try
        {
            RefuseNewer(json, path);
            var recipe = JsonSerializer.Deserialize(json, Readable.Recipe)
                ?? throw new RecipeException($"'{path}': a recipe is a JSON object, got null.");
            RecipeCheck.Check(recipe);
            return recipe;
        }
        catch (JsonException error)
        {
            throw new RecipeException($"'{path}': {Place(error)}{error.Message}", error);
        }
        catch (RecipeException error) when (!error.Message.StartsWith('\''))
        {
            throw new RecipeException($"'{path}': {error.Message}", error);
        }
    }

    /// <summary>The same recipe gives the same bytes.</summary>
    /// <exception cref="RecipeException">A program could not follow it.</exception>
    public static byte[] Bytes(Recipe recipe)
    {
        RecipeCheck.Check(recipe);
        return [.. JsonSerializer.SerializeToUtf8Bytes(recipe, Readable.Recipe), (byte)'\n'];
    }

    /// <summary>Writes a recipe; an older file is replaced once the new one is there.</summary>
    public static void Write(Recipe recipe, string path)
    {
        var bytes = Bytes(recipe);
        WholeFile.Write(path, beside => File.WriteAllBytes(beside, bytes));
    }

    private static string Place(JsonException error) =>
        error.LineNumber is { } line ? FormattableString.Invariant($"line {line + 1}: ") : "";

    // A newer file would be refused for the first name in it that is not known, which says nothing of why.
    private static void RefuseNewer(ReadOnlySpan<byte> json, string path)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions
        {
            CommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
        });
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1
                || !reader.ValueTextEquals("version"u8)) continue;
            if (reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var version)
                && version > Recipe.Newest)
            {
                throw new RecipeException(
                    $"'{path}': this program reads recipes of version 1 to {Recipe.Newest}, got {version}.");
            }

            return;
        }
    }
}
