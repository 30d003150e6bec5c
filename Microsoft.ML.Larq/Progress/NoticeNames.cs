namespace Microsoft.ML.Larq.Progress;

/// <summary>
/// What the warnings are called that tell of rows, options and devices, and not of how training went.
/// </summary>
internal static class NoticeNames
{
    /// <summary>Rows without a label were left out.</summary>
    public const string RowsSkipped = "rows_skipped";

    /// <summary>Start weights were given, but not for every layer.</summary>
    public const string FreshWeights = "fresh_weights";

    /// <summary>Weights that no optimizer changes.</summary>
    public const string NotTrained = "not_trained";

    /// <summary>Training ran on another device than was asked for.</summary>
    public const string OtherDevice = "other_device";

    /// <summary>A regression's labels go to the ends of single precision.</summary>
    public const string LabelRange = "label_range";

    /// <summary>A regression's labels look like classes.</summary>
    public const string ClassesAsNumbers = "classes_as_numbers";

    /// <summary>A regression is trained further with labels of another scale.</summary>
    public const string OtherScale = "other_scale";

    /// <summary>A regression's labels are all one number.</summary>
    public const string ConstantLabel = "constant_label";

    /// <summary>A layer over a feature vector has very many weights.</summary>
    public const string HugeLayer = "huge_layer";

    /// <summary>The previous model came from Keras without a part that cannot be had here.</summary>
    public const string LeftOut = "left_out";

    /// <summary>Training was cancelled, and the model is made of what there was.</summary>
    public const string TrainingCancelled = "training_cancelled";

    /// <summary>A training that was resumed goes on with another number of threads.</summary>
    public const string OtherThreads = "other_threads";

    /// <summary>A checkpoint could not be written, or an old one not deleted.</summary>
    public const string CheckpointNotKept = "checkpoint_not_kept";

    /// <summary>A launcher of MPI started the program, and the options name no cluster.</summary>
    public const string NoCluster = "no_cluster";

    /// <summary>TensorBoard's files could not be written while training ran.</summary>
    public const string EventsNotWritten = "events_not_written";
}
