namespace Larq.ModelBuilder.Recipes;

/// <summary>What is learned.</summary>
internal enum Scenario
{
    /// <summary>One of two or more classes, from the columns of a table.</summary>
    Classification,

    /// <summary>A number, from the columns of a table.</summary>
    Regression,

    /// <summary>One of two or more classes, from an image; a folder has a folder of images for each class.</summary>
    ImageClassification,
}
