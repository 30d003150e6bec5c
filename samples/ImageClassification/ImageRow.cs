namespace ImageClassification;

/// <summary>An image's file, and what it shows; the latter is empty where nobody knows.</summary>
public sealed class ImageRow
{
    public string Path { get; set; } = "";

    public string Label { get; set; } = "";
}
