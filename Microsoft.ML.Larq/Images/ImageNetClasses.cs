using System.Globalization;
using System.Text.Json;

namespace Microsoft.ML.Larq.Images;

/// <summary>The names of ImageNet's classes, from a file: they are not part of this library.</summary>
public static class ImageNetClasses
{
    /// <summary>Reads the names in the order of the network's outputs.</summary>
    /// <param name="path">
    /// Keras' <c>imagenet_class_index.json</c>, <c>{"0": ["n01440764", "tench"], …}</c>, which Keras keeps in
    /// <c>~/.keras/models</c>; or a text with one name a line.
    /// </param>
    /// <exception cref="FormatException">It is neither; the message says what is wrong.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var text = File.ReadAllText(path);
        var names = text.AsSpan().TrimStart().StartsWith("{") ? FromJson(path, text) : FromLines(text);
        if (names.Length < 2) throw new FormatException($"'{path}' has at least two class names, got {names.Length}.");
        var empty = Array.FindIndex(names, string.IsNullOrWhiteSpace);
        return empty < 0 ? names : throw new FormatException($"'{path}': class {empty} has no name.");
    }

    private static string[] FromLines(string text) =>
        [.. text.ReplaceLineEndings("\n").TrimEnd().Split('\n').Select(line => line.Trim())];

    private static string[] FromJson(string path, string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var names = new string[json.RootElement.GetPropertyCount()];
            foreach (var member in json.RootElement.EnumerateObject())
            {
                if (!int.TryParse(member.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    || index >= names.Length)
                    throw new FormatException(
                        $"'{path}': classes are numbered from 0 to {names.Length - 1}, got '{member.Name}'.");
                names[index] = member.Value[1].GetString() ?? "";
            }

            return names;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new FormatException(
                $"'{path}' is not {{\"0\": [\"n01440764\", \"tench\"], …}}: {error.Message}", error);
        }
    }
}
