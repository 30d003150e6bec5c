namespace Larq.ModelBuilder.Data;

/// <summary>What was found in a folder that has a folder of images for each class.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Classes">The folders in it, and how many images that can be read are in each.</param>
/// <param name="Files">Those images.</param>
/// <param name="Side">A side that the network can see them with.</param>
/// <param name="Findings">What a person should know, and each file that is no image or a broken one.</param>
internal sealed record ImageFacts(
    string Folder, ClassCount[] Classes, string[] Files, int Side, Finding[] Findings);
